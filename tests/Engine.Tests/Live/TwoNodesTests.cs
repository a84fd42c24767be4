using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Domain;
using Sluice.Domain.Events;
using Sluice.Domain.Freezes;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Commands;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Tests.Workloads;

namespace Sluice.Engine.Tests.Live;

/// <summary>Two nodes of one installation on one real database: what one does or says reaches the other by announcement.</summary>
public sealed class TwoNodesTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_freeze_that_one_node_declares_and_lifts_is_told_on_the_other_without_asking()
    {
        await using var database = await postgres.CreateDatabaseAsync(Ct);
        await using var here = await Node.StartAsync(database);
        await using var there = await Node.StartAsync(database);
        var declared = Assert.IsType<CommandAnswer.Applied>(await here.Bus.DeclareFreezeAsync(TenantId.Default, new("year end"), new(Actor.Person("ann")), Ct));
        await Eventually.True(() => there.Heard.OfType<FreezeEvent.FreezeDeclared>().Any(), "the other node tells its pages of the freeze");
        Assert.Equal("year end", Assert.Single(there.Cache.Freezes(TenantId.Default).Freezes).Spec.Reason);

        await here.Bus.LiftFreezeAsync(TenantId.Default, declared.Freeze!.Value, new(Actor.Person("ann"), "done"), Ct);
        await Eventually.True(() => there.Heard.OfType<FreezeEvent.FreezeLifted>().Any(), "the other node tells its pages that it is lifted");
    }

    [Fact]
    public async Task What_one_node_says_the_other_hears_in_order_and_it_does_not_hear_itself()
    {
        await using var database = await postgres.CreateDatabaseAsync(Ct);
        await using var here = await Node.StartAsync(database);
        await using var there = await Node.StartAsync(database);
        here.Channel.Say(new string('x', INodeChannel.Longest + 1));
        here.Channel.Say("one");
        here.Channel.Say("two");
        await Eventually.True(() => there.Words.Count == 2, "both words arrive");
        there.Channel.Say("three");
        await Eventually.True(() => !here.Words.IsEmpty, "the answer arrives");
        Assert.Equal(["one", "two"], there.Words);
        Assert.Equal(["three"], here.Words);
    }

    private sealed class Node : IAsyncDisposable
    {
        private readonly PostgresEventStore _store;
        private readonly LiveFeed _feed;

        private Node(TestDatabase database)
        {
            var catalogue = EventCatalogue.Scan([typeof(DomainEvent).Assembly]);
            _store = new(database.DataSource, catalogue, TimeProvider.System, NullLogger<PostgresEventStore>.Instance);
            Cache = new(_store);
            var live = new LiveStates(Cache, TimeProvider.System, NullLogger<LiveStates>.Instance);
            live.Subscribe(recorded => Heard.Enqueue(recorded.Event));
            Bus = new(_store, Cache, new FakeRouter(), TimeProvider.System, NullLogger<CommandBus>.Instance);
            _feed = new(_store, new StreamDirectory(database.DataSource, catalogue), Cache, live, new(TimeProvider.System), TimeProvider.System, NullLogger<LiveFeed>.Instance);
            Channel = new(database.DataSource, TimeProvider.System, NullLogger<NodeChannel>.Instance);
            Channel.Listen((_, word) => Words.Enqueue(word));
        }

        public StateCache Cache { get; }

        public CommandBus Bus { get; }

        public NodeChannel Channel { get; }

        public ConcurrentQueue<DomainEvent> Heard { get; } = new();

        public ConcurrentQueue<string> Words { get; } = new();

        public static async Task<Node> StartAsync(TestDatabase database)
        {
            var node = new Node(database);
            await node._feed.StartAsync(Ct);
            await node.Channel.StartAsync(Ct);
            await Task.WhenAll(node._feed.Loaded, node.Channel.Listens);
            return node;
        }

        public async ValueTask DisposeAsync()
        {
            await _feed.StopAsync(CancellationToken.None);
            await Channel.StopAsync(CancellationToken.None);
            _feed.Dispose();
            Channel.Dispose();
            await _store.DisposeAsync();
        }
    }
}
