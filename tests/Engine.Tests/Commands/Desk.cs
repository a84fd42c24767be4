using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using Sluice.Engine.Store;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Engine.Tests.Commands;

/// <summary>A command bus on a store in memory, with one service whose release 1 is live and a deployment of release 2 that holds at 30 %.</summary>
internal sealed class Desk
{
    public Desk()
    {
        Cache = new(Store);
        Bus = new(Store, Cache, Router, Clock, NullLogger<CommandBus>.Instance);
    }

    public static ServiceName Name { get; } = new("shop");

    public static EnvironmentSpec Production { get; } = new(new EnvironmentName("production"), new(RuntimeKind.Process), new(RouterKind.Gateway, Host: null, "/"));

    public static ReleaseSpec Release { get; } = new() { Command = ["/bin/shop"] };

    public MemoryStore Store { get; } = new();

    public FakeRouter Router { get; } = new();

    public ManualTimeProvider Clock { get; } = new();

    public StateCache Cache { get; }

    public CommandBus Bus { get; }

    public DeploymentId Second { get; } = DeploymentId.Of(Name, 2);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static CommandContext By(string? id = null, long? version = null) => new(Actor.Person("ann"), "because", id, version);

    public static DeploymentRequest Request(int release) => new(Name, Production.Name, release, NewRelease: null)
    {
        Plan = new(PlanKind.Phases) { Phases = [new(30) { Hold = TimeSpan.FromHours(1) }, new(100) { Hold = TimeSpan.Zero }] },
    };

    public static async Task<Desk> HoldingAsync()
    {
        var desk = new Desk();
        await desk.Bus.DeclareServiceAsync(TenantId.Default, Name, [Production], By(), Ct);
        await desk.Bus.AddReleaseAsync(TenantId.Default, Name, Release, By(), Ct);
        await desk.Bus.AddReleaseAsync(TenantId.Default, Name, Release with { Env = [new("MODE", "new")] }, By(), Ct);
        await desk.Bus.CreateDeploymentAsync(TenantId.Default, Request(1), By(), Ct);
        var first = DeploymentId.Of(Name, 1);
        await desk.SayAsync(first, new DeploymentCommand.ReportStable(Stable: null), new DeploymentCommand.ReportCanaryReady(1), new DeploymentCommand.ReportSplit(TrafficSplit.AllCanary, Verified: true));
        await desk.SendAsync(first, new DeploymentCommand.PromoteFully());
        await desk.SayAsync(first, new DeploymentCommand.ReportSplit(TrafficSplit.AllCanary, Verified: true));
        await desk.Bus.CreateDeploymentAsync(TenantId.Default, Request(2), By(), Ct);
        await desk.SayAsync(
            desk.Second,
            new DeploymentCommand.ReportStable(new(1, ["a"])),
            new DeploymentCommand.ReportCanaryReady(1),
            new DeploymentCommand.ReportSplit(new(Share.FromPercent(30)), Verified: true));
        Assert.Equal(new DeploymentStatus.Running(RunStage.Hold), (await desk.FindAsync()).State.Status);
        return desk;
    }

    public Task<CommandAnswer> SendAsync(DeploymentId id, DeploymentCommand command, CommandContext? context = null) =>
        Bus.SendAsync(TenantId.Default, id, command, context ?? By(), Ct);

    public Task<CommandAnswer> SendAsync(DeploymentCommand command, CommandContext? context = null) => SendAsync(Second, command, context);

    /// <summary>What another node appends behind this one's back.</summary>
    public void AppendElsewhere(params DeploymentEvent[] events)
    {
        var version = Store.Events.Count(e => e.Stream == Second.Stream);
        Store.Append(new(TenantId.Default, Clock.GetUtcNow(), [new StreamAppend(Second.Stream, "deployment", version, events)]));
    }

    public async Task<Versioned<Deployment>> FindAsync() => (await Cache.FindDeploymentAsync(TenantId.Default, Second, Ct))!;

    public async Task<Versioned<Deployment>> ReadAsync() => (await new StateCache(Store).FindDeploymentAsync(TenantId.Default, Second, Ct))!;

    private async Task SayAsync(DeploymentId id, params DeploymentCommand[] signals)
    {
        foreach (var signal in signals)
        {
            Assert.IsType<CommandAnswer.Applied>(await SendAsync(id, signal, CommandContext.Engine));
        }
    }
}
