using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Services;
using Sluice.Engine.Projections;
using Sluice.Engine.Tests.Store;
using static Sluice.Domain.Deployments.DeploymentCommand;

namespace Sluice.Engine.Tests.Projections;

public sealed class GateListTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly TenantId s_tenant = new("acme");
    private static readonly ApprovalRule s_two = new() { Quorum = 2, ExpiresAfter = TimeSpan.FromHours(1), OnReject = GateEnd.Hold };

    private readonly Story _story = new("acme", "checkout", 5, new DateTimeOffset(TimeProvider.System.GetUtcNow().UtcDateTime.Date, TimeSpan.Zero).AddDays(-30));
    private ProjectionRun _run = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _run = await ProjectionRun.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Every_question_is_a_row_that_agrees_with_the_domain()
    {
        _story.Go(2500);
        await TellAsync();

        var rows = (await ListAsync(GateList.Open)).Items.Concat((await ListAsync(GateList.Decided)).Items).ToLookup(row => row.Deployment);
        Assert.Contains(_story.Deployments.Values, state => state.GatesOpened > 0);
        foreach (var state in _story.Deployments.Values)
        {
            Assert.Equal(state.GatesOpened, rows[state.Id].Count());
            var waiting = new[] { state.OpenGate, state.GateBefore }.OfType<Gate>().ToList();
            Assert.Equal(waiting.Select(gate => gate.Id).Order(StringComparer.Ordinal), rows[state.Id].Where(row => row.DecidedAt is null).Select(row => row.Gate).Order(StringComparer.Ordinal));
            Assert.All(rows[state.Id].Where(row => row.DecidedAt is null), row => Assert.Equal(row.Status, waiting.Single(gate => gate.Id == row.Gate).Lapse is null ? "open" : "lapsed"));
        }
    }

    [Fact]
    public async Task A_question_says_who_asked_who_agreed_and_what_a_yes_would_allow()
    {
        var id = Ask();
        _story.Say(id, new Approve("g1"), "ben");
        await TellAsync();

        var open = Assert.Single((await ListAsync(GateList.Open)).Items);
        Assert.Equal(("g1", "before_phase", "open", 10m, 60m, "ann", 2), (open.Gate, open.Kind, open.Status, open.FromShare, open.ToShare, open.AskedBy, open.Quorum));
        Assert.Equal(["ben"], open.Voters);
        Assert.Equal(open.AskedAt + TimeSpan.FromHours(1), open.ExpiresAt);

        await GoOnAsync(() => _story.Say(id, new Approve("g1"), "cleo"));
        var decided = Assert.Single((await ListAsync(GateList.Decided)).Items);
        Assert.Equal(("approved", "cleo", "because"), (decided.Status, decided.DecidedBy, decided.Comment));
        Assert.Equal(["ben", "cleo"], decided.Voters);
        Assert.Equal(decided, await _run.Gates.FindAsync(s_tenant, id, "g1", Ct));
        Assert.Empty((await ListAsync(GateList.Open)).Items);
    }

    [Fact]
    public async Task An_order_that_waits_for_a_second_person_is_a_question_until_it_is_carried_out_or_dropped()
    {
        var id = Ask(ApprovalRule.ForOrders);
        _story.Say(id, new Promote(), "ben");
        await TellAsync();
        var open = Assert.Single((await ListAsync(GateList.Open)).Items);
        Assert.Equal(("override", 10m, 60m, "ben"), (open.Kind, open.FromShare, open.ToShare, open.AskedBy));

        await GoOnAsync(() => _story.Say(id, new Withdraw("g1"), "ben"));
        Assert.Empty((await ListAsync(GateList.Open)).Items);
        Assert.Equal(("closed", "ben"), (Assert.Single((await ListAsync(GateList.Decided)).Items).Status, (await _run.Gates.FindAsync(s_tenant, id, "g1", Ct))!.DecidedBy));

        await GoOnAsync(() =>
        {
            _story.Say(id, new Promote(), "ben");
            _story.Say(id, new Reject("g2"), "cleo");
            _story.Say(id, new Promote(), "ben");
            _story.Say(id, new Approve("g3"), "cleo");
        });
        Assert.Equal("rejected", (await _run.Gates.FindAsync(s_tenant, id, "g2", Ct))!.Status);
        Assert.Equal(("approved", "cleo"), ((await _run.Gates.FindAsync(s_tenant, id, "g3", Ct))!.Status, (await _run.Gates.FindAsync(s_tenant, id, "g3", Ct))!.DecidedBy));
        Assert.Equal(1, _story.Deployments[id].Phase);
    }

    [Fact]
    public async Task A_no_that_holds_lapses_and_asking_again_closes_it()
    {
        var id = Ask();
        _story.Say(id, new Reject("g1"), "ben");
        await TellAsync();
        Assert.Equal("lapsed", Assert.Single((await ListAsync(GateList.Open)).Items).Status);

        await GoOnAsync(() => _story.Say(id, new AskAgain("g1")));
        Assert.Equal("g2", Assert.Single((await ListAsync(GateList.Open)).Items).Gate);
        Assert.Equal("closed", Assert.Single((await ListAsync(GateList.Decided)).Items).Status);

        await GoOnAsync(() => _story.Say(id, new Abort("enough")));
        Assert.Empty((await ListAsync(GateList.Open)).Items);
        Assert.Equal(("closed", "enough"), ((await _run.Gates.FindAsync(s_tenant, id, "g2", Ct))!.Status, (await _run.Gates.FindAsync(s_tenant, id, "g2", Ct))!.Comment));
    }

    [Fact]
    public async Task A_broken_gate_owes_a_review_until_somebody_else_gives_it()
    {
        var id = Ask();
        _story.Say(id, new BreakGlass("g1", "INC-7"), "ben");
        await TellAsync();
        var owed = Assert.Single((await ListAsync(GateList.Reviews)).Items);
        Assert.Equal(("broken", "ben", "INC-7"), (owed.Status, owed.DecidedBy, owed.Incident));
        Assert.NotNull(owed.ReviewDueAt);

        await GoOnAsync(() => _story.Say(id, new Review("It was right."), "cleo"));
        Assert.Empty((await ListAsync(GateList.Reviews)).Items);
        Assert.Equal("cleo", Assert.Single((await ListAsync(GateList.Decided)).Items).ReviewedBy);
    }

    [Fact]
    public async Task An_order_without_its_reason_is_among_the_reviews_and_no_question()
    {
        var id = Ask();
        _story.SayNoMore(id, new Abort("No reason was given."), "ben");
        await TellAsync();
        var owed = Assert.Single((await ListAsync(GateList.Reviews)).Items);
        Assert.Equal(("r1", "missing_reason", "unexplained", "ben"), (owed.Gate, owed.Kind, owed.Status, owed.DecidedBy));
        Assert.Equal((owed.AskedAt.AddMinutes(30), owed.AskedAt.AddDays(1)), (owed.ExpiresAt, owed.ReviewDueAt));
        Assert.Equal(["g1"], (await ListAsync(GateList.Decided)).Items.Select(row => row.Gate));
        Assert.Empty((await ListAsync(GateList.Open)).Items);

        await GoOnAsync(() => _story.Say(id, new Review("It was right."), "cleo"));
        Assert.Empty((await ListAsync(GateList.Reviews)).Items);
        Assert.Equal(("cleo", "It was right."), ((await _run.Gates.FindAsync(s_tenant, id, "r1", Ct))!.ReviewedBy, (await _run.Gates.FindAsync(s_tenant, id, "r1", Ct))!.Comment));
    }

    [Fact]
    public async Task Ten_thousand_answers_and_two_hundred_questions_are_read_in_the_order_of_an_index_and_by_one_tenant_only()
    {
        await _run.Database.ScalarAsync(
            """
            insert into sluice_gate (tenant_id, id, deployment, gate, number, service, environment, kind, status, phase, to_release, from_share, to_share, question, asked_at, quorum, groups, voters, decided_by, decided_at)
            select tenant, 'shop-' || n || ':g1', 'shop-' || n, 'g1', n, 'shop', 'production', 'before_phase', case when n <= 10000 then 'approved' else 'open' end, 1, 2, 10, 50,
                'Go on?', now() - n * interval '1 second', 1, '{}', '{}', case when n <= 10000 then 'ben' end, case when n <= 10000 then now() - (n / 3) * interval '1 minute' end
            from generate_series(1, 10200) n, unnest(array['acme', 'other']) tenant;
            analyze sluice_gate
            """);

        var (seen, cursor) = (new List<GateRow>(), (string?)null);
        do
        {
            var page = await _run.Gates.ListAsync(s_tenant, GateList.Decided, cursor, limit: 1000, Ct);
            Assert.Equal(10_000, page.Total);
            seen.AddRange(page.Items);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        Assert.Equal(10_000, seen.DistinctBy(row => row.Id).Count());
        Assert.Equal(seen.OrderByDescending(row => row.DecidedAt).ThenByDescending(row => row.Id, StringComparer.Ordinal).Select(row => row.Id), seen.Select(row => row.Id));
        var open = await ListAsync(GateList.Open);
        Assert.Equal((200, 200L), (open.Items.Count, open.Total));
        Assert.Equal(open.Items.OrderBy(row => row.AskedAt).Select(row => row.Id), open.Items.Select(row => row.Id));
        Assert.Equal(0, (await _run.Gates.ListAsync(new("nobody"), GateList.Open, cursor: null, 10, Ct)).Total);
        foreach (var list in Enum.GetValues<GateList>())
        {
            var plan = await PlanAsync(list);
            Assert.Contains("sluice_gate_" + Words.Of(list), plan, StringComparison.Ordinal);
            Assert.DoesNotContain("Sort", plan, StringComparison.Ordinal);
        }
    }

    private async Task<string> PlanAsync(GateList list)
    {
        var rows = GateQueries.Listing(list).Rows("select id", s_tenant, since: null, after: null, limit: 20);
        return (string)(await _run.Database.ScalarAsync("explain (format json) " + rows.CommandText.Replace("$1", "'acme'", StringComparison.Ordinal)))!;
    }

    /// <summary>A canary at 10 % whose next phase two people have to allow.</summary>
    /// <param name="overrides">Instead of the gate, orders against the verdict, or without one, need somebody else.</param>
    private DeploymentId Ask(ApprovalRule? overrides = null)
    {
        var first = _story.Create(Story.Quick(_story.Name, 1));
        _story.Finish(first);
        if (overrides is not null)
        {
            _story.WantSecondPerson(overrides);
        }

        var id = _story.Create(Story.Quick(_story.Name, 2) with
        {
            Plan = new(PlanKind.Phases) { Phases = [new(10) { Hold = TimeSpan.Zero }, new(60) { Hold = TimeSpan.Zero, NeedsApproval = overrides is null, Approval = overrides is null ? s_two : null }] },
            Thresholds = new() { ErrorRate = 0.05 },
            Analysis = new() { Enabled = overrides is not null },
        });
        _story.Say(id, new ReportStable(new(1, ["a"])));
        _story.Say(id, new ReportCanaryReady(1));
        _story.Say(id, new ReportSplit(_story.Deployments[id].Asked, Verified: true));
        if (overrides is not null)
        {
            return id;
        }

        _story.Wait(TimeSpan.FromMinutes(1));
        _story.Say(id, new Tick());
        Assert.Equal("g1", _story.Deployments[id].OpenGate?.Id);
        return id;
    }

    private async Task TellAsync()
    {
        _run.Start();
        await _run.AppendAsync(_story.Appends);
        await _run.CaughtUpAsync();
    }

    private async Task GoOnAsync(Action more)
    {
        var before = _story.Appends.Count;
        more();
        await _run.AppendAsync(_story.Appends.Skip(before));
        await _run.CaughtUpAsync();
    }

    private Task<Page<GateRow>> ListAsync(GateList list) => _run.Gates.ListAsync(s_tenant, list, cursor: null, limit: 5000, Ct);
}
