using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Engine.Projections;
using Sluice.Engine.Tests.Store;

namespace Sluice.Engine.Tests.Projections;

public sealed class ProjectionTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly TenantId s_tenant = new("acme");

    private ProjectionRun _run = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _run = await ProjectionRun.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Rows_say_what_the_domain_says()
    {
        var story = new Story("acme", "checkout", 3).Go(2500);
        _run.Start();
        await _run.AppendAsync(story.Appends);
        await _run.CaughtUpAsync();

        var rows = (await _run.Queries.ListAsync(s_tenant, new(), cursor: null, limit: 1000, Ct)).Items;

        Assert.Equal(story.Deployments.Count, rows.Count);
        foreach (var row in rows)
        {
            var state = story.Deployments[row.Id];
            var end = state.Status as DeploymentStatus.Ended;
            Assert.Equal(
                (Words.Status(state.Status), state.Phase, state.Phases.Count, state.Asked.Canary.Percent, state.Set?.Canary.Percent, state.Progress),
                (row.Status, row.Phase, row.PhaseCount, row.AskedCanary, row.SetCanary, row.Progress));
            Assert.Equal((state.OpenGate?.Id, story.Superseded.Contains(row.Id), "ann"), (row.OpenGate, row.Superseded, row.CreatedBy));
            Assert.Equal((Micro(state.CreatedAt), Micro(state.StartedAt), Micro(end?.At)), (Micro(row.CreatedAt), Micro(row.StartedAt), Micro(row.EndedAt)));
            Assert.Equal(story.EventsOf(row.Id).Count(), row.Version);
            Assert.Equal(StoryTests.CourseOf(story.EventsOf(row.Id)), row.Course);
            Assert.Equal(StoryTests.PhasesOf(state), (await _run.Queries.PhasesAsync(s_tenant, row.Id, Ct)).ToValueList());

            var recorded = story.EventsOf(row.Id).Select((e, i) => (e, Version: i + 1L)).Where(x => x.e is DeploymentEvent.VerdictChanged or DeploymentEvent.EvidenceRecorded);
            Assert.Equal(recorded.Select(x => x.Version), (await _run.Queries.MetricsAsync(s_tenant, row.Id, Ct)).Select(metric => metric.Version));
        }
    }

    [Fact]
    public async Task Live_updates_and_a_rebuild_give_the_same_bytes_however_often_they_were_killed()
    {
        var stories = new[] { new Story("acme", "checkout", 1).Go(1500), new Story("acme", "cart", 2).Go(1500), new Story("other", "checkout", 4).Go(1500) };
        var appends = stories.SelectMany(story => story.Appends).OrderBy(append => append.At).Chunk(60).ToList();
        foreach (var chunk in appends)
        {
            _run.Start();
            await _run.AppendAsync(chunk);
            await _run.KillAsync();
        }

        _run.Start();
        await _run.CaughtUpAsync();
        var live = await _run.DumpAsync();
        await _run.KillAsync();
        await _run.RebuildAsync();

        Assert.Equal(live, await _run.DumpAsync());
    }

    [Fact]
    public async Task A_rollback_after_the_end_marks_what_it_replaced()
    {
        var story = new Story("acme", "checkout", 1);
        var first = story.Create(Story.Quick(story.Name, 1));
        story.Finish(first);
        var second = story.Create(Story.Quick(story.Name, 2));
        story.Finish(second);
        var back = story.GoBack(second);
        story.Finish(back);
        _run.Start();
        await _run.AppendAsync(story.Appends);
        await _run.CaughtUpAsync();

        var rows = (await _run.Queries.ListAsync(s_tenant, new(), cursor: null, limit: 10, Ct)).Items.OrderBy(row => row.Number);

        Assert.Equal(
            [("deployment", "succeeded", false), ("deployment", "succeeded", true), ("rollback", "succeeded", false)],
            rows.Select(row => (row.Kind, row.Status, row.Superseded)));
    }

    [Fact]
    public async Task A_read_model_that_cannot_fold_an_event_says_which_and_holds_up_no_other()
    {
        var story = new Story("acme", "checkout", 1).Go(100);
        await _run.AppendAsync(story.Appends);
        await _run.AppendAsync([new(s_tenant, DateTimeOffset.UnixEpoch, [new("deployment-ghost-1", "deployment", 0, [new DeploymentEvent.DeploymentStarted()])])]);
        var later = new Story("acme", "cart", 1).Go(100);
        await _run.AppendAsync(later.Appends);
        _run.Start();

        var broken = await _run.WaitForErrorAsync("sluice_deployment");
        await _run.CaughtUpAsync("sluice_service");

        Assert.Equal(
            "sluice_deployment stands still at deployment_started, version 1 of deployment-ghost-1: DeploymentStarted cannot follow nothing.", broken.Error);
        Assert.True(broken.Lag > 0);
        var well = await _run.StatusAsync("sluice_service");
        Assert.Equal((0L, TimeSpan.Zero, null), (well.Lag, well.Behind, well.Error));
        Assert.NotNull(well.LastSuccess);
    }

    [Fact]
    public async Task The_lag_counts_the_events_that_are_not_folded_yet()
    {
        var story = new Story("acme", "checkout", 1);
        _run.Start();
        await _run.AppendAsync(story.Appends);
        await _run.CaughtUpAsync();
        await _run.KillAsync();
        await _run.AppendAsync([new(s_tenant, DateTimeOffset.UnixEpoch, [new("note-1", "note", 0, [Note(), Note(), Note()])])]);

        var behind = await _run.StatusAsync("sluice_metric");
        Assert.Equal(3, behind.Lag);
        Assert.True(behind.Behind > TimeSpan.FromDays(365), "The oldest of them was written in 1970.");
    }

    [Fact]
    public async Task The_directory_knows_services_that_no_read_model_has_seen()
    {
        await _run.AppendAsync(new Story("acme", "checkout", 1).Appends);
        _run.Start();
        await _run.CaughtUpAsync();
        await _run.KillAsync();
        await _run.AppendAsync(new Story("other", "cart", 1).Appends);

        Assert.Equal([("acme", "checkout"), ("other", "cart")], (await _run.Directory.ListAsync(Ct)).Select(pair => (pair.Tenant.Value, pair.Service.Value)));
    }

    private static DeploymentEvent.NoteAdded Note() => new("hello") { Origin = new Origin(DateTimeOffset.UnixEpoch, Actor.Engine) };

    /// <summary>PostgreSQL keeps microseconds.</summary>
    private static long? Micro(DateTimeOffset? at) => at?.UtcTicks / 10;
}
