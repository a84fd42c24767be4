using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Engine.Tests.Workloads.Health;
using Sluice.Engine.Workloads;
using Sluice.Engine.Workloads.Containers;

namespace Sluice.Engine.Tests.Workloads.Containers;

/// <summary>What is asked of an engine before it is told to take an image away.</summary>
public sealed class ImageRemovalTests : IAsyncLifetime
{
    private const string Id = "abc123";
    private const string Name = "registry.example/shop:1";

    private readonly ConcurrentQueue<string> _deleted = new();
    private readonly ManualTimeProvider _time = new(DateTimeOffset.UnixEpoch);
    private readonly ImagesInUse _inUse = new();
    private object[] _containers = [];
    private string[] _alsoNamed = [];
    private bool _isThere = true;
    private volatile bool _isAsked;
    private Task _images = Task.CompletedTask;
    private HealthServer _engine = null!;
    private EngineClient _client = null!;
    private ContainersWatch _watch = null!;
    private EngineApi _api = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _engine = await HealthServer.StartAsync(HttpProtocols.Http1, AnswerAsync);
        var options = Options.Create(new ContainerOptions { Host = $"tcp://127.0.0.1:{_engine.Address.Port}" });
        _watch = new(options, _time);
        _client = new(options, _watch, _time);
        _api = new(_client, _time);
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _engine.DisposeAsync();
    }

    [Fact]
    public async Task What_was_fetched_goes()
    {
        Assert.Equal(ImageFate.TakenAway, await RemoveAsync());
        Assert.Equal([Name], _deleted);
    }

    [Fact]
    public async Task What_was_built_under_the_name_stays()
    {
        Assert.Equal(ImageFate.Stays, await RemoveAsync(ids: []));
        Assert.Equal(ImageFate.Stays, await RemoveAsync(ids: ["fff"]));
        Assert.Empty(_deleted);
    }

    [Fact]
    public async Task What_has_come_to_be_needed_or_used_since_it_was_chosen_stays()
    {
        Assert.Equal(ImageFate.Stays, await RemoveAsync(stillMay: () => null));
        _containers = [new { Id = "c", ImageID = "sha256:" + Id, State = "exited", Created = 0 }];
        Assert.Equal(ImageFate.Stays, await RemoveAsync());
        _containers = [];
        using (_inUse.Use(Id))
        {
            Assert.Equal(ImageFate.Stays, await RemoveAsync());
        }

        Assert.Empty(_deleted);
        Assert.Equal(ImageFate.TakenAway, await RemoveAsync());
    }

    [Fact]
    public async Task What_is_needed_under_another_name_stays()
    {
        const string Digest = "@sha256:0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
        _alsoNamed = ["registry.example/shop" + Digest];
        Assert.Equal(ImageFate.Stays, await RemoveAsync(stillMay: () => new NeededImages(["registry.example/shop:2" + Digest])));
        Assert.Equal(ImageFate.TakenAway, await RemoveAsync());
    }

    [Fact]
    public async Task An_engine_that_takes_long_over_its_images_is_not_lost()
    {
        var never = new TaskCompletionSource();
        _images = never.Task;
        await _client.PingAsync(Ct);
        var removing = RemoveAsync();
        await Eventually.True(() => _isAsked, "the images are asked for");
        _time.Advance(TimeSpan.FromSeconds(110));
        Assert.False(removing.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(10));

        Assert.True((await Assert.ThrowsAsync<RuntimeException>(() => removing)).IsTransient);
        Assert.True(_watch.Health.IsWell);
        never.SetResult();
    }

    [Fact]
    public async Task A_release_whose_image_vanishes_while_it_starts_fetches_it_again()
    {
        var maker = new ContainerMaker(_api, new("sluice"), _inUse, Options.Create(new ContainerOptions()));
        var place = new PlaceKey(TenantId.Default, new ServiceName("shop"), new EnvironmentName("production"));
        using (_inUse.TakeAway(Id))
        {
            await Assert.ThrowsAsync<RuntimeException>(MakeAsync);
        }

        _isThere = false;
        var vanished = await Assert.ThrowsAsync<RuntimeException>(MakeAsync);
        Assert.Equal((true, $"The image {Name} of release 1 was taken away just now; it is fetched again."), (vanished.IsTransient, vanished.Message));

        // Nothing is held any more.
        Assert.NotNull(_inUse.TakeAway(Id));

        Task MakeAsync() => maker.MakeAsync(place, Releases.Of(1, new() { Image = Name }), slot: 0, "shop-1", Id, Ct);
    }

    private Task<ImageFate> RemoveAsync(ValueList<string>? ids = null, Func<NeededImages?>? stillMay = null) =>
        new ImageRemoval(_api, _inUse).RunAsync(new(Name, [1]) { Ids = ids ?? [Id] }, _ => Task.FromResult(stillMay is null ? new NeededImages([]) : stillMay()), Ct);

    private async Task AnswerAsync(HttpContext context)
    {
        var path = Uri.UnescapeDataString(context.Request.Path.Value!.Replace("/v1.41/", "", StringComparison.Ordinal));
        switch (context.Request.Method, path)
        {
            case (_, "/_ping"):
                context.Response.Headers["Api-Version"] = "1.41";
                break;
            case ("DELETE", _):
                _deleted.Enqueue(path["images/".Length..]);
                break;
            case ("GET", "images/json"):
                _isAsked = true;
                await _images;
                await context.Response.WriteAsJsonAsync(new[] { new { Id = "sha256:" + Id, RepoTags = (string[])[Name], RepoDigests = _alsoNamed } });
                break;
            case ("GET", "containers/json"):
                await context.Response.WriteAsJsonAsync(_containers);
                break;
            case ("GET", _) when _isThere:
                await context.Response.WriteAsJsonAsync(new { Id = "sha256:" + Id });
                break;
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                await context.Response.WriteAsJsonAsync(new { message = "no such image" });
                break;
        }
    }
}
