using Sluice.Domain;
using Sluice.Domain.Events;
using Sluice.Domain.Incidents;
using Sluice.Engine.Audit;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Store;

namespace Sluice.Engine.Tests.Audit;

/// <summary>What people write on incidents is linked and listed like every other order.</summary>
public sealed class IncidentAuditTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private AuditRun _run = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _run = await AuditRun.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Opening_writing_and_closing_are_in_the_log_and_in_the_chain()
    {
        var id = IncidentId.Of(4);
        await AppendAsync(0, new IncidentEvent.IncidentOpened(id, "Errors", IncidentSeverity.Major, [new("shop-2")]), "open_incident");
        await AppendAsync(1, new IncidentEvent.ActionItemSet(id, new(1, "Look", "ben", Due: null, IsDone: false)), "set_action_item");
        await AppendAsync(2, new IncidentEvent.IncidentClosed(id), "close_incident");
        await _run.LinkAsync();

        var report = await _run.VerifyAsync();
        Assert.Null(report.Broken);
        Assert.Equal(3, report.Links);
        var lines = (await _run.Log.ListAsync(TenantId.Default, new AuditFilter(), before: null, limit: 10, Ct)).Lines;
        Assert.Equal(["close_incident", "set_action_item", "open_incident"], lines.Select(line => line.Action));
        Assert.All(lines, line => Assert.Equal(("i4", "delivery", "ann", "applied", "why"), (line.Subject, line.Category, line.Actor, line.Outcome, line.Reason)));
    }

    private Task AppendAsync(long version, IncidentEvent @event, string command)
    {
        var origin = new Origin(s_noon, Actor.Person("ann"), "why") { Order = new GivenOrder(command, "ui", Seen: null, version + 1) };
        return _run.Store.AppendAsync(new(TenantId.Default, s_noon, [new StreamAppend(IncidentBook.Stream, "incidents", version, [@event with { Origin = origin }])]), Ct);
    }
}
