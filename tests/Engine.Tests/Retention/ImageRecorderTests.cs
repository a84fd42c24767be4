using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Engine.Retention;
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
}
