using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Engine.Traffic;
using Sluice.Engine.Traffic.Gateway;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Tests.Traffic.Gateway;

/// <summary>What goes over the wire, seen from a server that only keeps count.</summary>
public sealed class GatewayReaderTests
{
    private readonly ManualTimeProvider _time = new();
    private int _asked;
    private int _told;
    private int _conflicts;
    private GatewayConfig _config = GatewayConfig.Empty;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Places_that_look_at_the_same_moment_share_one_answer()
    {
        await using var server = await Backend.StartAsync(ServeAsync);
        using var client = Client(server);
        var reader = new GatewayReader(client, _time);

        await Task.WhenAll(Enumerable.Range(0, 100).Select(_ => reader.ReadAsync(Ct)));
        _time.Advance(GatewayReader.Freshness - TimeSpan.FromMilliseconds(1));
        await reader.ReadAsync(Ct);
        Assert.Equal(1, _asked);

        _time.Advance(TimeSpan.FromMilliseconds(1));
        await reader.ReadAsync(Ct);
        Assert.Equal(2, _asked);
    }

    [Fact]
    public async Task After_a_change_nobody_gets_the_answer_from_before()
    {
        await using var server = await Backend.StartAsync(ServeAsync);
        using var client = Client(server);
        using var router = Router(client);

        Assert.Equal(RouteReading.None, await router.ReadAsync(Given.Place("shop"), Ct));
        await router.ApplyAsync(Given.Route("shop", Given.Arm(1, 100, "http://127.0.0.1:1")), Ct);

        Assert.Equal(100m, (await router.ReadAsync(Given.Place("shop"), Ct))!.ShareOf(1).Percent);
    }

    [Fact]
    public async Task A_configuration_that_moved_on_is_read_again_before_the_next_try()
    {
        await using var server = await Backend.StartAsync(ServeAsync);
        using var client = Client(server);
        using var router = Router(client);
        _conflicts = 2;

        await router.ApplyAsync(Given.Route("shop", Given.Arm(1, 100, "http://127.0.0.1:1")), Ct);

        Assert.Equal((3, 3), (_asked, _told));
        Assert.Single(_config.Routes);
    }

    [Fact]
    public async Task A_reader_who_leaves_does_not_take_the_answer_from_the_others()
    {
        using var go = new SemaphoreSlim(0);
        await using var server = await Backend.StartAsync(async context =>
        {
            await go.WaitAsync(Ct);
            await ServeAsync(context);
        });
        using var client = Client(server);
        var reader = new GatewayReader(client, _time);
        using var impatient = new CancellationTokenSource();

        var (leaving, staying) = (reader.ReadAsync(impatient.Token), reader.ReadAsync(Ct));
        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leaving);
        go.Release();

        Assert.Empty((await staying).Config.Routes);
    }

    [Theory]
    [InlineData(500, true)]
    [InlineData(401, true)]
    [InlineData(422, false)]
    public async Task Failures_say_whether_trying_again_can_help(int status, bool isTransient)
    {
        await using var server = await Backend.StartAsync(context =>
        {
            context.Response.StatusCode = status;
            return context.Response.WriteAsJsonAsync(new { detail = "No." }, Ct);
        });
        using var client = Client(server);

        var failure = await Assert.ThrowsAsync<RouterException>(() => client.StatusAsync(Ct));

        Assert.Equal(isTransient, failure.IsTransient);
    }

    private GatewayRouter Router(GatewayClient client) => new(client, new(client, _time), NullLogger<GatewayRouter>.Instance);

    private GatewayClient Client(Backend server)
    {
        var monitor = new GatewayMonitor(_time);
        monitor.Found(new(1, "run", server.Address, "token", []), isAdopted: true);
        return new(monitor);
    }

    private async Task ServeAsync(HttpContext context)
    {
        if (context.Request.Method == "GET")
        {
            Interlocked.Increment(ref _asked);
            await context.Response.WriteAsJsonAsync(new GatewayStatus(1, "run", _time.GetUtcNow(), _config, []), Ct);
            return;
        }

        _told++;
        if (_conflicts-- > 0)
        {
            context.Response.StatusCode = StatusCodes.Status409Conflict;
            return;
        }

        _config = (await context.Request.ReadFromJsonAsync<GatewayConfig>(Ct))!;
        await context.Response.WriteAsJsonAsync(new GatewayApplied(_config.Revision), Ct);
    }
}
