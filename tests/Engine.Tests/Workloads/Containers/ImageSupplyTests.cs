using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Options;
using Sluice.Domain.Services;
using Sluice.Engine.Tests.Workloads.Health;
using Sluice.Engine.Workloads.Containers;

namespace Sluice.Engine.Tests.Workloads.Containers;

/// <summary>What is known of an image for good is not taken from an engine that does not have it now.</summary>
public sealed class ImageSupplyTests
{
    private const string Id = "sha256:abc123";
    private const string Name = "registry.example/shop";

    private bool _isThere;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_a_tag_stood_for_is_known_when_the_engine_has_the_image()
    {
        var time = new ManualTimeProvider(DateTimeOffset.UnixEpoch);
        await using var engine = await HealthServer.StartAsync(HttpProtocols.Http1, AnswerAsync);
        var options = Options.Create(new ContainerOptions { Host = $"tcp://127.0.0.1:{engine.Address.Port}" });
        using var client = new EngineClient(options, new ContainersWatch(options, time), time);
        using var supply = new ImageSupply(new EngineApi(client, time), options, new FetchedImages(), time);

        Assert.Equal(Id, await supply.DigestAsync(Id, Name + ":1", Ct));
        Assert.Null(await supply.ResolveAsync(Id, Name + ":1", Ct));
        _isThere = true;
        Assert.Equal(new ResolvedImage("abc123", "sha256:def"), await supply.ResolveAsync(Id, Name + ":1", Ct));
    }

    private async Task AnswerAsync(HttpContext context)
    {
        if (context.Request.Path.Value!.EndsWith("/_ping", StringComparison.Ordinal))
        {
            context.Response.Headers["Api-Version"] = "1.41";
        }
        else if (_isThere)
        {
            await context.Response.WriteAsJsonAsync(new { Id, RepoDigests = new[] { Name + "@sha256:def" } });
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            await context.Response.WriteAsJsonAsync(new { message = "no such image" });
        }
    }
}
