using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Gates;
using Sluice.Domain.Services;
using Sluice.Engine.Audit;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Store;

namespace Sluice.Engine.Tests.Audit;

/// <summary>The list: what has a line, and how it is found.</summary>
public sealed class AuditLogTests(PostgresFixture postgres) : IAsyncLifetime
{
    private AuditRun _run = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _run = await AuditRun.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task An_order_has_one_line_however_many_events_it_made()
    {
        var at = new DateTimeOffset(2026, 3, 1, 9, 30, 0, TimeSpan.Zero);
        var origin = new Origin(at, Actor.Person("ann"), "looks good", "c-1");
        await AppendAsync(
            new DeploymentEvent.PhaseCompleted(0) { Origin = origin with { Order = new("promote", "api", Seen: 7, 9, Against: "roll_back") } },
            new DeploymentEvent.PromotionStarted(Full: false) { Origin = origin });

        var line = Assert.Single(await LinesAsync(new()));

        Assert.Equal(
            new AuditLine(TenantId.Default, 1, at, "ann", "person", OnBehalfOf: null, "promote", "delivery", "big-shop-12", "big-shop", Environment: null, "big-shop-12", "applied", "looks good", "api", Address: null, 7, 9, "roll_back", Diff: null),
            line);
    }

    [Fact]
    public async Task What_rules_decide_has_a_line_and_what_the_engine_sees_has_none()
    {
        var origin = new Origin(new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero), Actor.Engine);
        await AppendAsync(
            new DeploymentEvent.CanaryReady(2) { Origin = origin },
            new DeploymentEvent.ReturnStarted(EndsAs.RolledBack, "p99 is over its limit.", FailedStage: null, origin.At) { Origin = origin });

        var line = Assert.Single(await LinesAsync(new(View: AuditView.Automation)));

        Assert.Equal(("engine", "roll_back", "p99 is over its limit.", "engine"), (line.Actor, line.Action, line.Reason, line.Source));
    }

    [Fact]
    public async Task A_gate_that_expired_and_approvals_that_became_void_have_lines_that_say_why()
    {
        var origin = new Origin(new(2026, 3, 1, 23, 30, 0, TimeSpan.Zero), Actor.Engine);
        await AppendAsync(
            new DeploymentEvent.ApprovalsVoided("g1", "The check error_rate turned to fail.", ["ben"]) { Origin = origin },
            new DeploymentEvent.GateLapsed("g1", GateLapse.Expired) { Origin = origin },
            new DeploymentEvent.GateLapsed("g2", GateLapse.Overtaken) { Origin = origin });

        Assert.Equal(
            [("drop_order", "What g2 asked about has changed."), ("expire_gate", "Nobody answered g1 in time."), ("void_approvals", "The check error_rate turned to fail.")],
            (await LinesAsync(new(View: AuditView.Automation))).Select(line => (line.Action, line.Reason)));
    }

    [Fact]
    public async Task Gates_that_were_broken_and_the_reviews_of_it_have_a_view_of_their_own()
    {
        var origin = new Origin(new(2026, 3, 1, 9, 30, 0, TimeSpan.Zero), Actor.Person("ann"));
        await AppendAsync(
            new DeploymentEvent.GateBroken("g1", "INC-17", origin.At.AddDays(1)) { Origin = origin with { Order = new("break_glass", "ui", Seen: 7, 9, Against: "before_phase") } },
            new DeploymentEvent.BrokenGateReviewed("g1", "Right.") { Origin = origin with { By = Actor.Person("ben"), Order = new("review", "ui", Seen: null, 10) } },
            new DeploymentEvent.NoteAdded("seen") { Origin = origin with { Order = new("add_note", "ui", Seen: null, 11) } });
        Assert.Equal(["review", "break_glass"], (await LinesAsync(new(View: AuditView.BreakGlass))).Select(line => line.Action));
    }

    [Fact]
    public async Task An_entry_is_shown_with_all_that_it_holds()
    {
        await _run.RefuseAsync();
        await _run.LinkAsync();

        var line = Assert.Single(await LinesAsync(new()));

        Assert.Equal(
            new AuditLine(TenantId.Default, 1, line.At, "ben", "person", OnBehalfOf: null, "promote", "delivery", "shop-1", "shop", Environment: null, "shop-1", "refused", "Not now.", "api", "192.0.2.7", 3, 4, Against: null, """{"a": 2, "b": 1}"""),
            line);
    }

    [Fact]
    public async Task Pages_follow_each_other_without_gap_or_double_while_lines_are_added()
    {
        for (var i = 0; i < 25; i++)
        {
            await _run.RefuseAsync(actor: $"a{i}");
        }

        await _run.LinkAsync();
        var seen = new List<string>();
        long? before = null;
        do
        {
            var page = await _run.Log.ListAsync(TenantId.Default, new(), before, 10, Ct);
            seen.AddRange(page.Lines.Select(line => line.Actor));
            before = page.Before;
            await _run.RefuseAsync(actor: "late");
            await _run.LinkAsync();
        }
        while (before is not null);

        Assert.Equal(Enumerable.Range(0, 25).Reverse().Select(i => $"a{i}"), seen);
    }

    [Fact]
    public async Task Filters_and_facets_agree()
    {
        for (var i = 0; i < 6; i++)
        {
            await _run.RefuseAsync(action: i % 2 == 0 ? "promote" : "resume", actor: i < 4 ? "ann" : "ben");
        }

        await _run.RefuseAsync(action: "add_token", actor: "eve");
        await _run.LinkAsync();

        var facets = await _run.Log.FacetsAsync(TenantId.Default, new(), Ct);

        Assert.Equal((7L, true), (facets.Counted, facets.IsAll));
        Assert.Equal([new("ann", 4), new("ben", 2), new("eve", 1)], facets.Actors);
        Assert.Equal([new("promote", 3), new("resume", 3), new("add_token", 1)], facets.Actions);
        Assert.Equal([new("refused", 7)], facets.Outcomes);
        Assert.Equal(3, (await LinesAsync(new(Action: "promote"))).Count);
        Assert.Equal(2, (await LinesAsync(new(Actor: "ben"))).Count);
        Assert.Equal(7, (await LinesAsync(new(View: AuditView.Refused, Service: "shop"))).Count);
        Assert.Equal("eve", Assert.Single(await LinesAsync(new(View: AuditView.Configuration))).Actor);
        Assert.Equal(2, (await LinesAsync(new(View: AuditView.Mine) { Me = "ben" })).Count);
        Assert.Empty(await LinesAsync(new(Outcomes: ["applied", "no_op"])));
        Assert.Empty(await LinesAsync(new(From: new(2026, 3, 1, 12, 0, 1, TimeSpan.Zero))));
        Assert.Equal(7, (await LinesAsync(new(From: new(2026, 3, 1, 13, 0, 0, TimeSpan.FromHours(1)), To: new(2026, 3, 1, 12, 0, 1, TimeSpan.Zero)))).Count);
        Assert.Equal(7, await _run.Log.ExportAsync(TenantId.Default, new(), Ct).CountAsync(Ct));
    }

    private Task<IReadOnlyList<AuditLine>> LinesAsync(AuditFilter filter) =>
        _run.Log.ListAsync(TenantId.Default, filter, before: null, 100, Ct).ContinueWith(page => page.Result.Lines, Ct, TaskContinuationOptions.OnlyOnRanToCompletion, TaskScheduler.Default);

    private async Task AppendAsync(params DomainEvent[] events)
    {
        var deployment = DeploymentId.Of(new ServiceName("big-shop"), 12);
        await _run.Store.AppendAsync(new(TenantId.Default, events[0].Origin.At, [new StreamAppend(deployment.Stream, "deployment", 0, events)]), Ct);
        await _run.LinkAsync();
    }
}
