using System.Collections.Concurrent;
using Microsoft.AspNetCore.SignalR;
using Sluice.Dashboard.Live;
using Sluice.Engine.Live;
using static Sluice.Dashboard.Tests.Live.Shop;

namespace Sluice.Dashboard.Tests.Live;

public sealed class ViewerTests
{
    [Fact]
    public async Task A_slow_viewer_loses_the_oldest_ticks_and_no_event()
    {
        var client = new SlowClient();
        var viewer = new Viewer(Acme, client);
        for (var i = 0; i < 20; i++)
        {
            viewer.Tick(LiveMessage.Of("tick", i));
            viewer.Event(LiveMessage.Of("event", i));
            viewer.Beat(LiveMessage.Of("beat", i));
        }

        Assert.Equal(
            [.. Enumerable.Range(0, 20).Select(i => $"event {i}"), .. Enumerable.Range(12, 8).Select(i => $"tick {i}"), "beat 19"],
            await client.DrainAsync(viewer, count: 29));
    }

    [Fact]
    public async Task A_viewer_with_too_many_events_is_told_to_read_everything_again()
    {
        var client = new SlowClient();
        var viewer = new Viewer(Acme, client);
        for (var i = 0; i < Viewer.MostEvents + 10; i++)
        {
            viewer.Event(LiveMessage.Of("event", i));
        }

        Assert.Equal(["resync {}"], await client.DrainAsync(viewer, count: 1));
        viewer.Event(LiveMessage.Of("event", "again"));
        Assert.Equal(["resync {}", "event \"again\""], await client.DrainAsync(viewer, count: 2));
    }

    [Fact]
    public async Task A_message_to_many_is_serialised_once()
    {
        var (audience, clients) = (new LiveAudience(), new[] { new SlowClient(), new SlowClient() });
        var viewers = clients.Select(client => new Viewer(Acme, client)).ToList();
        var states = new FakeStates();
        states.Record(Acme, Checkout, AtQuarter);
        foreach (var viewer in viewers)
        {
            var group = audience.Join(viewer, Checkout);
            audience.Locate(group, Tick(1).Place);
            group.Begin((await states.FindDeploymentAsync(Acme, Checkout, TestContext.Current.CancellationToken))!, []);
        }

        audience.Take(Tick(1));
        audience.Flush();
        await clients[0].DrainAsync(viewers[0], count: 1);
        await clients[1].DrainAsync(viewers[1], count: 1);

        Assert.Same(clients[0].Bodies.Single(), clients[1].Bodies.Single());
    }

    private sealed class SlowClient : IClientProxy
    {
        private readonly ConcurrentQueue<string> _received = new();
        private TaskCompletionSource _enough = new();
        private int _count;

        public ConcurrentQueue<object?> Bodies { get; } = new();

        /// <summary>Lets the viewer send until so many messages are there.</summary>
        public async Task<IEnumerable<string>> DrainAsync(Viewer viewer, int count)
        {
            (_count, _enough) = (count, new());
            using var life = new CancellationTokenSource();
            var pump = viewer.PumpAsync(life.Token);
            await _enough.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
            await life.CancelAsync();
            await pump;
            return _received;
        }

        public Task SendCoreAsync(string method, object?[] args, CancellationToken cancellationToken = default)
        {
            Bodies.Enqueue(args[0]);
            _received.Enqueue($"{method} {System.Text.Encoding.UTF8.GetString(((RawJson)args[0]!).Utf8.Span)}");
            if (_received.Count >= _count)
            {
                _enough.TrySetResult();
            }

            return Task.CompletedTask;
        }
    }
}
