using Sluice.Domain.Deployments;
using Sluice.Domain.Rolling;
using static Sluice.Domain.Deployments.DeploymentCommand;

namespace Sluice.Engine.Tests.Control.Crashes;

/// <summary>A deployment of release 2 where release 1 is live, and what must hold meanwhile.</summary>
internal sealed record Scenario(DeploymentStrategy Strategy, PlanRequest Plan, Bounds Bounds)
{
    private static readonly TimeSpan s_hold = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_standby = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_long = TimeSpan.FromHours(1);

    public int Replicas { get; init; } = 2;

    /// <summary>What must hold on the way back.</summary>
    public Bounds? Back { get; init; }

    public bool IsBroken { get; init; }

    /// <summary>Of the check on the preview, where there is one.</summary>
    public int CheckEndsWith { get; init; }

    /// <summary>If nobody ends it.</summary>
    public TimeSpan CheckTakes { get; init; } = s_hold;

    /// <summary>Of a hundred requests to release 2.</summary>
    public long Errors { get; init; }

    /// <summary>What befalls an instance, once, when it is so.</summary>
    public (Func<Deployment, bool> When, Action<World> What)? Befalls { get; init; }

    /// <summary>What a person orders, once, when it is so.</summary>
    public Func<Deployment, World, Order?> Ordered { get; init; } = (_, _) => null;

    public Outcome Ends { get; init; } = Outcome.Succeeded;

    public static IReadOnlyDictionary<string, Scenario> All { get; } = new Dictionary<string, Scenario>(StringComparer.Ordinal)
    {
        ["canary"] = Canary(s_hold),
        ["canary, aborted"] = Aborted(Canary(s_long), d => d is { Phase: 0, Stage: RunStage.Hold }),
        ["canary, aborted while it starts"] = Aborted(Canary(s_long), d => d is { Stage: RunStage.Apply }),
        ["canary, rolled back by its limit"] = Canary(s_long) with { Errors = 50, Ends = Outcome.RolledBack },
        ["canary, not ready"] = Canary(s_hold) with { IsBroken = true, Ends = Outcome.Failed },
        ["A/B"] = Ab(s_hold),
        ["A/B, aborted"] = Aborted(Ab(s_long), d => d is { Phase: 0, Stage: RunStage.Hold }),
        ["blue/green"] = BlueGreen(s_hold),
        ["blue/green, switched back"] = Aborted(BlueGreen(s_long), d => d is { Phase: 0, Stage: RunStage.Hold }),
        ["blue/green, checked before the switch"] = Checked(BlueGreen(s_hold)),
        ["blue/green, not good enough for its check"] = Checked(BlueGreen(s_hold)) with { CheckEndsWith = 1, Ends = Outcome.Failed },
        ["blue/green, aborted during its check"] = Aborted(Checked(BlueGreen(s_hold)), (_, world) => world.IsChecking) with { CheckTakes = s_long },
        ["blue/green, its check runs out of its time"] = Checked(BlueGreen(s_hold), timeout: s_standby) with { CheckTakes = s_long, Ends = Outcome.Failed },
        ["rolling, started first"] = StartFirst(s_hold),
        ["rolling, started first, aborted"] = Aborted(StartFirst(s_hold), d => d is { Phase: 1, Stage: RunStage.Hold }),
        ["rolling, started first, aborted on the way"] = Aborted(StartFirst(s_hold), d => d is { Phase: 1, Stage: RunStage.Shift }),
        ["rolling, started first, rolled back by its limit"] = StartFirst(s_long) with { Errors = 50, Ends = Outcome.RolledBack },
        ["rolling, started first, not ready"] = StartFirst(s_hold) with { IsBroken = true, Ends = Outcome.Failed },
        ["rolling, started first, an old one does not answer any more"] =
            StartFirst(s_hold) with { Bounds = new(Least: 2, Most: 4), Befalls = (d => d is { Stage: RunStage.Apply }, world => world.Sicken(1, 0)) },
        ["rolling, started first, one of an earlier batch crashes"] =
            StartFirst(s_hold) with { Bounds = new(Least: 2, Most: 4), Befalls = (d => d is { Phase: 1, Stage: RunStage.Shift }, world => world.Crash(2, 0)) },
        ["rolling, stopped first, an old one does not answer any more"] =
            StopFirst(s_hold) with { Bounds = new(Least: 1, Most: 3), Befalls = (d => d is { Phase: 0, Stage: RunStage.Hold }, world => world.Sicken(1, 0)) },
        ["rolling, stopped first, one of an earlier batch crashes"] =
            StopFirst(s_hold) with { Bounds = new(Least: 1, Most: 3), Befalls = (d => d is { Phase: 1, Stage: RunStage.Shift }, world => world.Crash(2, 0)) },
        ["rolling, stopped first"] = StopFirst(s_hold),
        ["rolling, stopped first, aborted"] = Aborted(StopFirst(s_hold), d => d is { Phase: 1, Stage: RunStage.Hold }),
        ["rolling, stopped first, not ready"] = StopFirst(s_hold) with { IsBroken = true, Ends = Outcome.Failed },
        ["recreate"] = Recreate(s_hold),
        ["recreate, aborted"] = Aborted(Recreate(s_long), d => d is { Phase: 0, Stage: RunStage.Hold }),
        ["recreate, not ready"] = Recreate(s_hold) with { IsBroken = true, Ends = Outcome.Failed },
    };

    private static Scenario Canary(TimeSpan hold) => new(DeploymentStrategy.Canary, Phases(hold), new(Least: 2, Most: 4));

    private static Scenario Ab(TimeSpan hold) => Canary(hold) with { Strategy = DeploymentStrategy.Ab, Plan = Phases(hold) with { Users = Given.Users } };

    private static Scenario BlueGreen(TimeSpan hold) => new(DeploymentStrategy.BlueGreen, new(PlanKind.Switch) { Hold = hold, Standby = s_standby }, new(Least: 2, Most: 4));

    private static Scenario Checked(Scenario scenario, TimeSpan? timeout = null) => scenario with { Plan = scenario.Plan with { PreviewCheck = new(["./smoke"]) { Timeout = timeout } } };

    private static Scenario StartFirst(TimeSpan hold) => new(DeploymentStrategy.Rolling, new(PlanKind.Batches) { Hold = hold, Rolling = new() }, new(Least: 3, Most: 4)) { Replicas = 3, Back = new(Least: 3, Most: 6) };

    private static Scenario StopFirst(TimeSpan hold) =>
        new(DeploymentStrategy.Rolling, new(PlanKind.Batches) { Hold = hold, Rolling = new() { Order = UpdateOrder.StopFirst } }, new(Least: 2, Most: 3)) { Replicas = 3 };

    private static Scenario Recreate(TimeSpan hold) => new(DeploymentStrategy.Recreate, new(PlanKind.Recreate) { Hold = hold }, new(Least: 0, Most: 2, MayPause: true));

    private static Scenario Aborted(Scenario scenario, Func<Deployment, bool> when) => Aborted(scenario, (d, _) => when(d));

    private static Scenario Aborted(Scenario scenario, Func<Deployment, World, bool> when) =>
        scenario with { Ordered = (d, world) => when(d, world) ? new Abort("not this one") : null, Ends = Outcome.Aborted };

    private static PlanRequest Phases(TimeSpan hold) => new(PlanKind.Phases) { Phases = [new(10) { Hold = hold }, new(50) { Hold = hold }, new(100) { Hold = TimeSpan.Zero }], Standby = s_standby };
}
