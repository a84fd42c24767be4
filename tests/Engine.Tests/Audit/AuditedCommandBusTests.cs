using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Audit;
using Sluice.Engine.Commands;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Commands;
using static Sluice.Domain.Deployments.DeploymentCommand;

namespace Sluice.Engine.Tests.Audit;

/// <summary>Which orders become entries, and what an applied one leaves in its events.</summary>
public sealed class AuditedCommandBusTests
{
    private readonly List<AuditEntry> _entries = [];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_applied_order_is_in_its_first_event_and_nowhere_else()
    {
        var (desk, bus) = await OpenAsync();
        var seen = (await desk.FindAsync()).Version;

        var applied = Assert.IsType<CommandAnswer.Applied>(await bus.SendAsync(TenantId.Default, desk.Second, new Promote(), Desk.By("c-1", seen) with { From = "api" }, Ct));

        Assert.Empty(_entries);
        var events = desk.Store.Appends[^1].Streams[^1].Events;
        Assert.Equal(new("promote", "api", seen, applied.Version), events[0].Origin.Order);
        Assert.All(events.Skip(1), e => Assert.Null(e.Origin.Order));
    }

    [Fact]
    public async Task A_refused_order_is_an_entry_with_the_answer()
    {
        var (desk, bus) = await OpenAsync();

        await bus.SendAsync(TenantId.Default, desk.Second, new Resume(), Desk.By(), Ct);

        var entry = Assert.Single(_entries);
        Assert.Equal(("ann", "resume", "shop-2", AuditOutcome.Refused, "because · It is not paused.", "ui"), (entry.Actor, entry.Action, entry.Subject, entry.Outcome, entry.Reason, entry.From));
        Assert.Equal(("shop", "production", "shop-2"), (entry.Service, entry.Environment, entry.Deployment));
        Assert.Equal((await desk.FindAsync()).Version, entry.Version);
    }

    [Fact]
    public async Task A_stale_order_a_repeated_one_and_one_for_nothing_are_entries_too()
    {
        var (desk, bus) = await OpenAsync();
        var seen = (await desk.FindAsync()).Version;
        await bus.SendAsync(TenantId.Default, desk.Second, new Pause("tea"), Desk.By("c-1"), Ct);
        await bus.SendAsync(TenantId.Default, desk.Second, new Pause("tea"), Desk.By("c-1"), Ct);
        await bus.SendAsync(TenantId.Default, desk.Second, new Promote(), Desk.By(version: seen), Ct);
        await bus.SendAsync(TenantId.Default, new DeploymentId("nobody-1"), new Abort("stop"), Desk.By(), Ct);

        Assert.Equal([AuditOutcome.NoOp, AuditOutcome.Conflicted, AuditOutcome.Refused], _entries.Select(entry => entry.Outcome));
        Assert.Equal((seen, seen + 1), (_entries[1].Seen!.Value, _entries[1].Version!.Value));
        Assert.Equal("nobody-1", _entries[2].Deployment);
    }

    [Fact]
    public async Task A_refused_creation_and_declaration_name_the_service()
    {
        var (_, bus) = await OpenAsync();

        await bus.CreateDeploymentAsync(TenantId.Default, Desk.Request(1), Desk.By(), Ct);
        await bus.DeclareServiceAsync(TenantId.Default, new("Not A Name"), [], Desk.By(), Ct);
        await bus.RetryAsync(TenantId.Default, DeploymentId.Of(Desk.Name, 1), queue: false, Desk.By(), Ct);

        Assert.Equal(["create_deployment", "declare_service", "retry"], _entries.Select(entry => entry.Action));
        Assert.Equal(AuditOutcome.Conflicted, _entries[0].Outcome);
        Assert.Equal("Not A Name", _entries[1].Subject);
    }

    [Fact]
    public async Task Orders_about_freezes_that_were_not_applied_are_entries()
    {
        var (_, bus) = await OpenAsync();

        await bus.DeclareFreezeAsync(TenantId.Default, new(string.Empty), Desk.By(), Ct);
        await bus.DeclareFreezeAsync(TenantId.Default, new("year end"), Desk.By("c-1"), Ct);
        await bus.DeclareFreezeAsync(TenantId.Default, new("year end"), Desk.By("c-1"), Ct);
        await bus.LiftFreezeAsync(TenantId.Default, new("f9"), Desk.By(), Ct);

        Assert.Equal(
            [("declare_freeze", "freeze", AuditOutcome.Refused), ("declare_freeze", "freeze", AuditOutcome.NoOp), ("lift_freeze", "f9", AuditOutcome.Refused)],
            _entries.Select(entry => (entry.Action, entry.Subject, entry.Outcome)));
    }

    [Fact]
    public async Task An_order_on_a_history_that_nobody_understands_is_refused_and_an_entry()
    {
        var (desk, bus) = await OpenAsync();
        desk.Store.BeforeAppend = _ => throw new UnknownEventException(desk.Second.Stream, 9, "deployment_teleported");

        await Assert.ThrowsAsync<UnknownEventException>(() => bus.SendAsync(TenantId.Default, desk.Second, new Pause("tea"), Desk.By(), Ct));

        Assert.Contains("deployment_teleported", Assert.Single(_entries, entry => entry.Outcome == AuditOutcome.Refused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_late_signal_of_the_engine_is_no_entry()
    {
        var (desk, bus) = await OpenAsync();

        Assert.IsNotType<CommandAnswer.Applied>(await bus.SendAsync(TenantId.Default, desk.Second, new ReportCanaryReady(1), CommandContext.Engine, Ct));

        Assert.Empty(_entries);
    }

    private async Task<(Desk Desk, AuditedCommandBus Bus)> OpenAsync()
    {
        var desk = await Desk.HoldingAsync();
        return (desk, new(desk.Bus, new Trail(_entries), desk.Clock));
    }

    private sealed class Trail(List<AuditEntry> entries) : IAuditTrail
    {
        public ValueTask RecordAsync(AuditEntry entry, CancellationToken ct)
        {
            entries.Add(entry);
            return ValueTask.CompletedTask;
        }
    }
}
