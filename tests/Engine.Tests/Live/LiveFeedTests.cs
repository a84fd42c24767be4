using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Engine.Live;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Commands;
using Sluice.Engine.Tests.Workloads;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Engine.Tests.Live;

public sealed class LiveFeedTests
{
    [Fact]
    public async Task What_is_stored_while_the_services_are_read_is_seen()
    {
        var desk = await Desk.HoldingAsync();
        desk.Store.AfterRead = _ =>
        {
            desk.Store.AfterRead = null;
            desk.AppendElsewhere(Note("between"));
        };
        await using var feed = await FeedAsync(desk);
        await feed.SeesAsync("between");
    }

    [Fact]
    public async Task An_interrupted_feed_goes_on_where_it_was_and_says_how_it_is()
    {
        var desk = await Desk.HoldingAsync();
        await using var feed = await FeedAsync(desk);
        desk.AppendElsewhere(Note("before"));
        await feed.SeesAsync("before");
        Assert.True(feed.Watch.Health.IsWell);

        desk.Store.Away = new StoreUnavailableException("The database does not answer.", new IOException());
        desk.AppendElsewhere(Note("meanwhile"));
        await Eventually.True(() => !feed.Watch.Health.IsWell, "the watch knows that the store is away");
        Assert.Contains("Traffic stays as it is", feed.Watch.Health.Detail, StringComparison.Ordinal);

        desk.Store.Away = null;
        await Eventually.True(
            () =>
            {
                desk.Clock.Advance(TimeSpan.FromSeconds(1));
                return feed.Watch.Health.IsWell;
            },
            "the watch knows that the store is back");
        await feed.SeesAsync("meanwhile");
        Assert.Equal(["before", "meanwhile"], feed.Notes);
    }

    [Fact]
    public async Task A_store_that_neither_answers_nor_fails_is_told_before_its_time_limit()
    {
        var desk = await Desk.HoldingAsync();
        await using var feed = await FeedAsync(desk);
        await Eventually.True(() => feed.Watch.Health.IsWell, "the watch knows that the store is there");

        var thaw = new TaskCompletionSource();
        desk.Store.Frozen = thaw.Task;
        await Eventually.True(
            () =>
            {
                desk.Clock.Advance(TimeSpan.FromSeconds(1));
                return !feed.Watch.Health.IsWell;
            },
            "the watch knows that the store does not answer");
        Assert.Contains("it has not answered for 3 seconds", feed.Watch.Health.Detail, StringComparison.Ordinal);

        thaw.SetResult();
        await Eventually.True(() => feed.Watch.Health.IsWell, "the watch knows that the store answers again");
    }

    [Fact]
    public async Task A_feed_that_never_runs_dry_says_that_the_store_answers()
    {
        var desk = await Desk.HoldingAsync();
        desk.Store.BeforeReadAll = () => desk.AppendElsewhere(Note("one more"));
        await using var feed = await FeedAsync(desk);
        await Eventually.True(() => feed.Watch.Health.IsWell, "the watch knows that the store is there");
        desk.Store.BeforeReadAll = null;
    }

    [Fact]
    public async Task A_service_that_is_in_memory_is_not_read_once_more_when_its_declaration_comes()
    {
        var desk = await Desk.HoldingAsync();
        var before = desk.Store.Reads;
        desk.Store.Final = 0;
        await using var feed = await FeedAsync(desk);
        desk.AppendElsewhere(Note("the last"));
        await feed.SeesAsync("the last");
        Assert.Equal(before + 1, desk.Store.Reads);
    }

    private static NoteAdded Note(string text) => new(text) { Origin = new Origin(DateTimeOffset.UnixEpoch, Actor.Person("eve")) };

    private static async Task<Running> FeedAsync(Desk desk)
    {
        var feed = new Running(desk);
        await feed.StartAsync();
        return feed;
    }

    private sealed class Running : IAsyncDisposable
    {
        private readonly ConcurrentQueue<string> _notes = new();
        private readonly LiveFeed _feed;

        public Running(Desk desk)
        {
            var live = new LiveStates(desk.Cache, desk.Clock, NullLogger<LiveStates>.Instance);
            Watch = new(desk.Clock);
            live.Subscribe(recorded =>
            {
                if (recorded.Event is NoteAdded note)
                {
                    _notes.Enqueue(note.Text);
                }
            });
            _feed = new(desk.Store, desk.Store, desk.Cache, live, Watch, desk.Clock, NullLogger<LiveFeed>.Instance);
        }

        public StoreWatch Watch { get; }

        public IReadOnlyCollection<string> Notes => _notes;

        public async Task StartAsync()
        {
            await _feed.StartAsync(TestContext.Current.CancellationToken);
            await _feed.Loaded;
        }

        public Task SeesAsync(string note) => Eventually.True(() => _notes.Contains(note, StringComparer.Ordinal), $"the feed brings '{note}'");

        public async ValueTask DisposeAsync()
        {
            await _feed.StopAsync(CancellationToken.None);
            _feed.Dispose();
        }
    }
}
