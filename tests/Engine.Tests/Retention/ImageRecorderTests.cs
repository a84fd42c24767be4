using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Engine.Retention;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Commands;
using Sluice.Engine.Tests.Workloads;
using Sluice.Engine.Workloads;
using Sluice.Engine.Workloads.Containers;

namespace Sluice.Engine.Tests.Retention;

public sealed class ImageRecorderTests
{
    [Fact]
    public async Task What_was_fetched_is_written_down_once_also_when_the_store_was_away()
    {
        var ct = TestContext.Current.CancellationToken;
        var (desk, fetched) = (new Desk(), new FetchedImages());
        await desk.Bus.DeclareServiceAsync(TenantId.Default, Desk.Name, [Desk.Production], Desk.By(), ct);
        var isAway = true;
        desk.Store.BeforeAppend = _ =>
        {
            if (isAway)
            {
                isAway = false;
                throw new IOException("away");
            }
        };
        using var recorder = new ImageRecorder(fetched, desk.Bus, desk.Clock, NullLogger<ImageRecorder>.Instance);
        await recorder.StartAsync(ct);
        var place = new PlaceKey(TenantId.Default, Desk.Name, Desk.Production.Name);
        fetched.Add(place, 1, new("registry.example/shop:1", "abc"));
        fetched.Add(place, 1, new("registry.example/shop:1", "abc"));
        fetched.Add(place, 2, new("registry.example/shop:2", "def"));

        await Eventually.True(
            () =>
            {
                desk.Clock.Advance(TimeSpan.FromSeconds(5));
                return Recorded().Count == 2;
            },
            "both are written down");
        Assert.Equal(["abc", "def"], Recorded());
        await recorder.StopAsync(ct);

        List<string> Recorded() => [.. desk.Store.Events.Select(e => e.Event).OfType<ServiceEvent.ImageFetched>().Select(e => e.Id)];
    }

    [Fact]
    public async Task What_a_tag_stood_for_is_written_down_as_the_first_place_told_it()
    {
        var ct = TestContext.Current.CancellationToken;
        var (desk, learned) = (new Desk(), new FetchedImages());
        await desk.Bus.DeclareServiceAsync(TenantId.Default, Desk.Name, [Desk.Production with { Runtime = new(RuntimeKind.Container) }], Desk.By(), ct);
        await desk.Bus.AddReleaseAsync(TenantId.Default, Desk.Name, new() { Image = "registry.example/shop:1" }, Desk.By(), ct);
        using var recorder = new ImageRecorder(learned, desk.Bus, desk.Clock, NullLogger<ImageRecorder>.Instance);
        await recorder.StartAsync(ct);
        var place = new PlaceKey(TenantId.Default, Desk.Name, Desk.Production.Name);
        learned.AddResolved(place, 1, new("abc", "sha256:def"));
        learned.AddResolved(place, 1, new("abc", "sha256:def"));
        learned.AddResolved(place with { Environment = new("eu-1") }, 1, new("xyz", Digest: null));
        learned.Add(place, 1, new("registry.example/shop:1", "abc"));

        await Eventually.True(() => desk.Store.Events.Any(e => e.Event is ServiceEvent.ImageFetched) && desk.Store.Events.Any(e => e.Event is ServiceEvent.ImageResolved), "both are written down");
        await recorder.StopAsync(ct);
        var one = Assert.Single(desk.Store.Events.Select(e => e.Event).OfType<ServiceEvent.ImageResolved>());
        Assert.Equal((1, "abc", "sha256:def"), (one.Release, one.Id, one.Digest));
    }

    [Fact]
    public async Task A_service_whose_events_are_not_known_keeps_no_other_waiting_and_is_taken_up_when_it_is_told_again()
    {
        var ct = TestContext.Current.CancellationToken;
        var (desk, learned) = (new Desk(), new FetchedImages());
        var (broken, sound) = (await WithImageAsync(desk, new("broken")), await WithImageAsync(desk, new("sound")));
        var isUnknown = true;
        desk.Store.BeforeAppend = request =>
        {
            if (isUnknown && request.Streams.FirstOrDefault(stream => stream.Stream.Contains("broken", StringComparison.Ordinal)) is { } stream)
            {
                throw new UnknownEventException(stream.Stream, 3, "from_the_future");
            }
        };
        using var recorder = new ImageRecorder(learned, desk.Bus, desk.Clock, NullLogger<ImageRecorder>.Instance);
        await recorder.StartAsync(ct);
        foreach (var place in new[] { broken, sound })
        {
            learned.Add(place, 1, new("registry.example/shop:1", "abc"));
            learned.AddResolved(place, 1, new("abc", "sha256:def"));
        }

        await Eventually.True(() => Learned(desk, "sound") == 2, "what was learned of the other is written down, and nobody waited");
        isUnknown = false;
        learned.AddResolved(broken, 1, new("abc", "sha256:def"));
        await Eventually.True(() => Learned(desk, "broken") == 1, "what is told again is written down");
        await recorder.StopAsync(ct);
    }

    [Fact]
    public async Task What_fails_goes_behind_the_others()
    {
        var ct = TestContext.Current.CancellationToken;
        var (desk, learned) = (new Desk(), new FetchedImages());
        var (failing, sound) = (await WithImageAsync(desk, new("failing")), await WithImageAsync(desk, new("sound")));
        var fails = true;
        desk.Store.BeforeAppend = request =>
        {
            if (fails && request.Streams.Any(stream => stream.Stream.Contains("failing", StringComparison.Ordinal)))
            {
                throw new IOException("full");
            }
        };
        using var recorder = new ImageRecorder(learned, desk.Bus, desk.Clock, NullLogger<ImageRecorder>.Instance);
        await recorder.StartAsync(ct);
        foreach (var place in new[] { failing, sound })
        {
            learned.Add(place, 1, new("registry.example/shop:1", "abc"));
            learned.AddResolved(place, 1, new("abc", "sha256:def"));
        }

        await Eventually.True(() => Passed(desk) && Learned(desk, "sound") == 2, "the others are written down");
        Assert.Equal(0, Learned(desk, "failing"));
        fails = false;
        await Eventually.True(() => Passed(desk) && Learned(desk, "failing") == 2, "it is tried again");
        await recorder.StopAsync(ct);
    }

    private static bool Passed(Desk desk)
    {
        desk.Clock.Advance(TimeSpan.FromSeconds(5));
        return true;
    }

    private static int Learned(Desk desk, string service) => desk.Store.Events
        .Count(e => e.Stream.Contains(service, StringComparison.Ordinal) && e.Event is (ServiceEvent.ImageFetched or ServiceEvent.ImageResolved));

    /// <summary>Of a service with one release.</summary>
    private static async Task<PlaceKey> WithImageAsync(Desk desk, ServiceName name)
    {
        var ct = TestContext.Current.CancellationToken;
        await desk.Bus.DeclareServiceAsync(TenantId.Default, name, [Desk.Production with { Router = new(RouterKind.Gateway, Host: name.Value + ".local", "/"), Runtime = new(RuntimeKind.Container) }], Desk.By(), ct);
        await desk.Bus.AddReleaseAsync(TenantId.Default, name, new() { Image = "registry.example/shop:1" }, Desk.By(), ct);
        return new(TenantId.Default, name, Desk.Production.Name);
    }
}
