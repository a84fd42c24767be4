using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;
using Sluice.Engine.Metrics.Served;
using Sluice.Engine.Tests.Commands;
using Sluice.Engine.Tests.Store;
using static Sluice.Engine.Tests.Metrics.Counters;

namespace Sluice.Engine.Tests.Metrics.Served;

/// <summary>Release 1 is live since the clock's start, release 2 is on its way beside it.</summary>
public sealed class ServedRecorderTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_live_release_served_beside_a_canary_is_written_by_the_minute_and_no_request_is_lost()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        using var scene = await Scene.OpenAsync(database);
        scene.Serve(from: -60, seconds: 60 + 180);
        scene.Desk.Clock.Advance(TimeSpan.FromSeconds(184));
        await scene.Recorder.RecordAsync(Ct);
        Assert.Equal([(0.0, 420L), (1.0, 420L)], await scene.ReadAsync());

        scene.Desk.Clock.Advance(TimeSpan.FromSeconds(1));
        await scene.Recorder.RecordAsync(Ct);
        Assert.Equal([(0.0, 420L), (1.0, 420L), (2.0, 420L)], await scene.ReadAsync());
    }

    [Fact]
    public async Task Minutes_without_a_request_are_not_written()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        using var scene = await Scene.OpenAsync(database);
        scene.Serve(from: 0, seconds: 60);
        scene.Serve(from: 60, seconds: 60, stable: 0);
        scene.Serve(from: 120, seconds: 1);
        scene.Desk.Clock.Advance(TimeSpan.FromMinutes(4));
        await scene.Recorder.RecordAsync(Ct);
        Assert.Equal([(0.0, 420L), (2.0, 7L)], await scene.ReadAsync());
    }

    [Fact]
    public async Task A_sample_of_many_minutes_is_no_minute()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        using var scene = await Scene.OpenAsync(database);
        scene.Serve(from: 0, seconds: 90);
        scene.Serve(from: 90 + 599, seconds: 1, stable: 4_200, each: 600);
        scene.Serve(from: 690, seconds: 90);
        scene.Desk.Clock.Advance(TimeSpan.FromMinutes(14));
        await scene.Recorder.RecordAsync(Ct);
        Assert.Equal([(0.0, 420L), (1.0, 210L), (12.0, 420L)], await scene.ReadAsync());
    }

    [Fact]
    public async Task What_a_database_that_was_away_missed_is_written_when_it_is_back_as_far_as_samples_reach()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        using var scene = await Scene.OpenAsync(database, withTable: false);
        scene.Serve(from: 0, seconds: 45 * 60);
        scene.Desk.Clock.Advance(TimeSpan.FromMinutes(20));
        await scene.Recorder.RecordAsync(Ct);
        await database.Schema(new ServedTable(database.DataSource)).ApplyAsync(Ct);
        Assert.Empty(await scene.ReadAsync());

        scene.Desk.Clock.Advance(TimeSpan.FromSeconds((25 * 60) + 10));
        await scene.Recorder.RecordAsync(Ct);
        Assert.Equal(Enumerable.Range(16, 29).Select(minute => ((double)minute, 420L)), await scene.ReadAsync());
    }

    [Fact]
    public async Task A_start_writes_what_the_process_before_did_not_and_counts_nothing_twice()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        using var first = await Scene.OpenAsync(database);
        first.Serve(from: 0, seconds: 130);
        first.Desk.Clock.Advance(TimeSpan.FromSeconds(130));
        await first.Recorder.RecordAsync(Ct);

        // It finds the samples from the second half of the second minute on.
        using var second = await Scene.OpenAsync(database);
        second.Serve(from: 90, seconds: 150);
        second.Desk.Clock.Advance(TimeSpan.FromSeconds(240 + 10));
        await second.Recorder.RecordAsync(Ct);
        Assert.Equal([(0.0, 420L), (1.0, 420L), (2.0, 420L), (3.0, 420L)], await second.ReadAsync());
    }

    [Fact]
    public async Task It_tidies_up_after_itself()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        using var scene = await Scene.OpenAsync(database);
        scene.Serve(from: 0, seconds: 600);
        scene.Desk.Clock.Advance(TimeSpan.FromMinutes(11));
        await scene.Recorder.RecordAsync(Ct);
        Assert.Equal(10L, await database.ScalarAsync("select count(*) from sluice_served"));

        scene.Desk.Clock.Advance(TimeSpan.FromHours(3));
        await scene.Recorder.RecordAsync(Ct);
        Assert.Equal(1L, await database.ScalarAsync("select count(*) from sluice_served"));
        Assert.Equal(10, (await scene.ReadAsync()).Count);

        scene.Desk.Clock.Advance(IServedHistory.Kept);
        await scene.Recorder.RecordAsync(Ct);
        Assert.Empty(await scene.ReadAsync());
    }

    private sealed class Scene : IDisposable
    {
        private readonly SampleFeed _feed = new(NullLogger<SampleFeed>.Instance);
        private readonly ServedTable _table;
        private readonly DateTimeOffset _start;

        private Scene(Desk desk, ServedTable table)
        {
            (Desk, _table, _start) = (desk, table, desk.Clock.GetUtcNow());
            var live = new LiveStates(desk.Cache, desk.Clock, NullLogger<LiveStates>.Instance);
            Recorder = new(table, _feed, live, Task.CompletedTask, desk.Clock, NullLogger<ServedRecorder>.Instance);
        }

        public Desk Desk { get; }

        public ServedRecorder Recorder { get; }

        public static async Task<Scene> OpenAsync(TestDatabase database, bool withTable = true)
        {
            var table = new ServedTable(database.DataSource);
            if (withTable)
            {
                await database.Schema(table).ApplyAsync(Ct);
            }

            return new(await Desk.HoldingAsync(), table);
        }

        /// <summary>One sample a second, with three requests of the canary.</summary>
        public void Serve(int from, int seconds, long stable = 7, double each = 1)
        {
            for (var second = from + 1; second <= from + seconds; second++)
            {
                var at = _start.AddSeconds(second);
                _feed.Load(new(Shop, at, [Sample(0, 1, stable, length: each) with { At = at }, Sample(0, 2, 3, length: each) with { At = at }]));
            }
        }

        public async Task<IReadOnlyList<(double Minute, long Requests)>> ReadAsync() =>
            [.. (await _table.ReadAsync(Shop, DateTimeOffset.UnixEpoch, Ct)).Select(minute => ((minute.From - _start).TotalMinutes, minute.Window.Requests))];

        public void Dispose() => Recorder.Dispose();
    }
}
