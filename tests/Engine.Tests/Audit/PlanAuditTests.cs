using Sluice.Domain;
using Sluice.Domain.Events;
using Sluice.Domain.PlanTemplates;
using Sluice.Engine.Audit;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Store;

namespace Sluice.Engine.Tests.Audit;

/// <summary>What becomes of plan templates is linked and listed, one line for each event.</summary>
public sealed class PlanAuditTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private AuditRun _run = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _run = await AuditRun.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task A_plan_is_in_the_log_and_in_the_chain_with_what_it_was()
    {
        var careful = new PlanKey("payments", "careful");
        await AppendAsync(0, new PlanEvent.PlanVersionProposed(careful, 2, "{}", "Smaller steps.", null), "propose_plan");
        await AppendAsync(1, new PlanEvent.PlanVersionApproved(careful, 2, 1), "approve_plan");
        await AppendAsync(2, new PlanEvent.DefaultPlanChosen(careful, "bold"), "choose_default_plan");
        await _run.LinkAsync();

        var report = await _run.VerifyAsync();
        Assert.Null(report.Broken);
        Assert.Equal(3, report.Links);
        var lines = (await _run.Log.ListAsync(TenantId.Default, new AuditFilter(), before: null, limit: 10, Ct)).Lines;
        Assert.Equal(
            [("choose_default_plan", "default plan of payments"), ("approve_plan", "plan payments/careful version 2"), ("propose_plan", "plan payments/careful version 2")],
            lines.Select(line => (line.Action, line.Subject)));
        Assert.Equal(
            ["""{"before":"bold","after":"careful"}""", """{"before":"version1","after":"version2"}""", """{"before":null,"after":"{}"}"""],
            lines.Select(line => line.Diff!.Replace(" ", string.Empty, StringComparison.Ordinal)));
        Assert.All(lines, line => Assert.Equal(("configuration", "ann", "applied"), (line.Category, line.Actor, line.Outcome)));
    }

    private Task AppendAsync(long version, PlanEvent @event, string command)
    {
        var origin = new Origin(s_noon, Actor.Person("ann")) { Order = new GivenOrder(command, "ui", Seen: null, version + 1) };
        return _run.Store.AppendAsync(new(TenantId.Default, s_noon, [new StreamAppend(PlanBook.Stream, "plans", version, [@event with { Origin = origin }])]), Ct);
    }
}
