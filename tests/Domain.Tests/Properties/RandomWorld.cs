using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Hooks;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Services;
using Sluice.Domain.Snapshots;
using Sluice.Domain.Tests.Deployments;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentCommand;

namespace Sluice.Domain.Tests.Properties;

/// <summary>A service with two environments in which anything may happen at any time.</summary>
internal sealed class RandomWorld
{
    private static readonly EnvironmentName[] s_places = [new("production"), new("staging")];

    private static readonly ApprovalRule s_two = new() { Quorum = 2, ExpiresAfter = TimeSpan.FromMinutes(10), OnReject = GateEnd.Hold };
    private static readonly Actor[] s_people = [Make.Maria, Actor.Person("ben"), Actor.Person("olga")];

    private static readonly PlanRequest[] s_plans =
    [
        new(PlanKind.Phases) { Phases = [new(10), new(50)], Hold = Make.Minutes(5) },
        new(PlanKind.Phases) { Phases = [new(5) { Gap = PhaseGap.Timed(Make.Minutes(1)) }, new(30) { Gap = PhaseGap.Person }, new(100) { NeedsApproval = true, Approval = s_two }], BeforePromotion = new() { FourEyes = false } },
        new(PlanKind.Phases) { Phases = [new(0.1m) { NeedsApproval = true, Approval = s_two, Hold = TimeSpan.Zero }, new(99.9m)] },
        new(PlanKind.Stepped),
        new(PlanKind.Linear) { Steps = 3, Pause = TimeSpan.Zero },
    ];

    private static readonly PlanRequest s_checked = new(PlanKind.Switch) { Hold = Make.Minutes(5), BeforeSwitch = new() { FourEyes = false }, PreviewCheck = new(["./smoke"]) };

    private static readonly RollbackPolicy[] s_policies =
    [
        new(),
        new() { Enabled = false },
        new() { ManualApproval = true },
        new() { Automatic = false, WhileWaiting = WhileWaiting.Shed },
        new() { OnErrorRate = 0.02, OnLatencyIncrease = 0.5 },
    ];

    private static readonly CounterSettings?[] s_limits =
    [
        null,
        new() { FailureLimit = 1, InconclusiveLimit = 0, ConsecutiveErrorLimit = 0 },
        null,
        new() { Count = 2, ConsecutiveSuccessLimit = 2, FailureLimit = 1 },
        new() { DryRun = [MetricNames.ErrorRate] },
    ];

    private static readonly Snapshot s_seen = new([new(1)], [new("i", 0, "ready", FakeBus.Start)]);

    private static readonly TimeSpan[] s_waits = [Make.Seconds(1), Make.Seconds(30), Make.Minutes(1), Make.Minutes(3), Make.Minutes(5), Make.Minutes(20)];

    public RandomWorld() => Bus.Store(
        new ServiceEvent.ServiceDeclared(Make.Checkout, [Make.Environment("production"), Make.Environment("staging") with { OverrideApproval = ApprovalRule.ForOrders with { FourEyes = false } }]),
        new ServiceEvent.ReleaseAdded(1, Make.Release("one")),
        new ServiceEvent.ReleaseAdded(2, Make.Release("two") with { PreDeploy = new(["./migrate"]) }));

    public FakeBus Bus { get; } = new();

    public void Take(Step step)
    {
        var place = Bus.Place(s_places[step.Pick % 2]);
        switch (step.Kind)
        {
            case < 10:
                Bus.Create(Request(step));
                break;
            case < 12 when Any(step) is { } old:
                Bus.Retry(old.Id, queue: step.Detail % 2 == 0);
                break;
            case < 18 when Any(step) is { } old:
                Bus.GoBack(old.Id);
                break;
            case < 36:
                Cooperate(place);
                break;
            case < 48:
                PassAPhase(place.Spec.Name);
                break;
            case < 56 when place.Holder is { } holder:
                Bus.Send(holder, new Tick());
                break;
            case < 58:
                FreezeOrThaw(step);
                break;
            case < 66:
                Bus.Now += s_waits[step.Detail % s_waits.Length];
                break;
            case < 78 when place.Holder is { } holder:
                Bus.Send(holder, new Judge(Math.Max(0, Bus.Deployments[holder].Phase - (step.Detail % 20 == 0 ? 1 : 0)), Seen(step.Detail)));
                break;
            case < 93 when Any(step) is { } deployment:
                Bus.Send(deployment.Id, Order(deployment, step.Detail), s_people[step.Detail % s_people.Length]);
                break;
            default:
                if (Any(step) is { } any)
                {
                    Bus.Send(any.Id, Signal(any, step.Detail));
                }

                break;
        }
    }

    public void Thaw()
    {
        foreach (var freeze in Bus.Freezes.Freezes)
        {
            Bus.Lift(freeze.Spec.Id);
        }
    }

    private void FreezeOrThaw(Step step)
    {
        if (step.Detail % 3 > 0)
        {
            Thaw();
            return;
        }

        Bus.Freeze(new("stock taking", step.Pick % 3 == 0 ? Bus.Now + Make.Minutes(2) : null, step.Pick % 2 == 0 ? Bus.Now + Make.Minutes(15) : null)
        {
            Environment = step.Pick < 5 ? s_places[step.Pick % 2] : null,
        });
    }

    /// <summary>Deep states are far away for single steps: this brings a deployment to the end of its phase.</summary>
    private void PassAPhase(EnvironmentName name)
    {
        Cooperate(Bus.Place(name));
        Cooperate(Bus.Place(name));
        if (Bus.Place(name).Holder is { } holder)
        {
            Bus.Send(holder, new Judge(Bus.Deployments[holder].Phase, Make.Good));
            Bus.Send(holder, new Judge(Bus.Deployments[holder].Phase, Make.Good));
            Bus.Now += Make.Minutes(10);
            Bus.Send(holder, new Tick());
        }
    }

    /// <summary>The world does what is wanted, and reports it.</summary>
    public void Cooperate(ServiceEnvironment place)
    {
        foreach (var scheduled in place.Scheduled.Where(one => one.At <= Bus.Now))
        {
            Bus.Send(scheduled.Deployment, new Dequeue());
        }

        place = Bus.Place(place.Spec.Name);
        if (place is { Holder: null, Queue: [var first, ..] })
        {
            Bus.Send(first, new Dequeue());
        }

        if (place.Holder is not { } holder)
        {
            return;
        }

        var state = Bus.Deployments[holder];
        Bus.Send(holder, state.Stage switch
        {
            RunStage.Gate => new ReportStable(place.Live is { } live ? new CapturedStable(live, ["i"]) : null) { Snapshot = s_seen },
            RunStage.Apply when state.HookUnderWay is { } run => new ReportHook(run.Attempt, new HookEnd.Exited(0, WasStopped: false)) { Stage = run.Stage },
            RunStage.Apply when !state.CanaryIsReady => new ReportCanaryReady(1),
            RunStage.Apply when state.PreviewRun is { IsBehind: true } => new Tick(),
            null when state is { Status: DeploymentStatus.RollingBack, HookUnderWay: { } run } => new ReportHook(run.Attempt, new HookEnd.Exited(null, WasStopped: true)) { Stage = run.Stage },
            _ => new ReportSplit(state.Asked, Verified: true),
        });
    }

    private static Measurement Seen(int detail) => (detail % 7) switch
    {
        0 or 1 or 2 => Make.Good,
        3 or 4 => Make.Bad,
        5 => Make.TooLittle,
        _ => Make.Outage,
    };

    private DeploymentRequest Request(Step step) =>
        new(Make.Checkout, s_places[step.Pick % 2], step.Detail % 4 == 0 ? null : 1 + (step.Detail % 3), step.Detail % 4 == 0 ? Make.Release($"inline {step.Detail % 3}") : null)
        {
            Strategy = step.Detail % 12 == 5 ? DeploymentStrategy.BlueGreen : DeploymentStrategy.Canary,
            Plan = step.Detail % 12 == 5 ? s_checked : s_plans[step.Detail % s_plans.Length],
            Rollback = s_policies[step.Detail / 5 % s_policies.Length],
            Thresholds = Make.Spec.Thresholds,
            Analysis = new() { SuccessfulRuns = 1 + (step.Detail % 2), FailedRuns = 1 + (step.Detail % 3), OnInconclusive = (OnInconclusive)(step.Detail % 3), Counters = s_limits[step.Detail % s_limits.Length] },
            AutoStart = step.Detail % 6 != 0,
            StartAt = step.Detail % 7 == 1 ? Bus.Now + TimeSpan.FromMinutes(step.Detail % 40) : null,
            Queue = step.Detail % 5 != 0,
            DryRun = step.Detail % 17 == 0,
            ForceRecreate = step.Detail % 11 == 0,
            SkipHealth = step.Detail % 13 == 0,
        };

    private static Order Order(Deployment state, int detail) => (detail % 21) switch
    {
        0 => new Start(),
        1 or 2 => new Promote(),
        3 => new PromoteFully(),
        4 => new Pause("why"),
        6 when state.HookInDoubt is not null => new RunHookAgain(),
        5 or 6 => new Resume(),
        7 => new Extend(Make.Minutes((detail % 12) - 1)),
        8 or 9 or 19 => new Approve(state.OpenGate?.Id ?? "g1"),
        10 => new Reject(state.OpenGate?.Id ?? "g1"),
        11 => new Abort("stop"),
        13 => new AskAgain(state.OpenGate?.Id ?? "g1"),
        14 => new Remind(state.OpenGate?.Id ?? "g1"),
        15 => new HandOver(state.OpenGate?.Id ?? "g1", "kim"),
        16 => new BreakGlass(state.OpenGate?.Id ?? "g1", "INC-1"),
        17 when detail % 3 == 0 => new Withdraw(state.OpenGate?.Id ?? "g1"),
        17 => new Review("It was right."),
        20 when detail % 4 == 1 => new Inquire(state.OpenGate?.Id ?? "g1", "Why now?"),
        20 when detail % 4 == 3 => new Reply(state.OpenGate?.Id ?? "g1", "Because."),
        18 => new ChangePlan([new(40), new(80) { NeedsApproval = detail % 3 == 0 }]),
        12 => detail % 2 == 0 ? new Cancel("later") : new RollBack("worse"),
        _ => new AddNote("seen"),
    };

    private static Signal Signal(Deployment state, int detail) => (detail % 10) switch
    {
        0 => new Dequeue(),
        1 => new ReportStable(detail % 3 == 0 ? null : new CapturedStable(1, ["i"])),
        2 => new ReportCanaryReady(1),
        3 => new ReportStartFailed("port in use"),
        4 => new ReportSplit(TrafficSplit.AllStable, Verified: true),
        5 => new ReportSplitLost("no answer"),
        6 => new ReportSplit(new TrafficSplit(Share.FromTenths(detail % 1001)), Verified: detail % 2 == 0),
        9 => new ReportAftermath(s_seen),
        8 => new ReportHook(1 + (detail % 2), (detail % 5) switch
        {
            0 => new HookEnd.Exited(detail % 3, WasStopped: false),
            1 => new HookEnd.Exited(null, WasStopped: true),
            2 => new HookEnd.NotStarted("no such program"),
            _ => new HookEnd.Lost("it is gone"),
        }) { Stage = detail % 4 == 0 ? HookStage.Preview : HookStage.PreDeploy },
        _ => new ReportSplit(state.Asked, Verified: false),
    };

    private Deployment? Any(Step step)
    {
        // The one that holds a place is met more often than those that are over.
        if (step.Pick < 6 && Bus.Place(s_places[step.Pick % 2]).Holder is { } holder)
        {
            return Bus.Deployments[holder];
        }

        return Bus.Deployments.Count == 0 ? null : Bus.Deployments.Values.ElementAt(step.Detail % Bus.Deployments.Count);
    }
}
