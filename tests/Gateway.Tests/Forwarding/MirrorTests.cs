using System.Collections.Concurrent;
using System.Net;
using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sluice.Gateway.Contract;
using Sluice.Gateway.Counting;
using Sluice.Gateway.Tests.Support;

namespace Sluice.Gateway.Tests.Forwarding;

/// <summary>Copies of real requests to a real service whose answers nobody gets.</summary>
public sealed class MirrorTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exactly_the_share_is_copied_as_it_came_and_users_get_stables_answers_alone()
    {
        var seen = new ConcurrentBag<string>();
        await using var stable = await Backend.StartAsync(context => context.Response.WriteAsync(context.Request.Headers.ContainsKey("Sluice-Mirrored") ? "marked" : "stable"));
        await using var canary = await Backend.StartAsync(context =>
        {
            var headers = context.Request.Headers;
            seen.Add($"{context.Request.Method} {context.Request.Path}{context.Request.QueryString} {context.Request.Host} {headers["X-Some"]} {headers["Sluice-Mirrored"]} {headers["X-Forwarded-Host"]}");
            context.Response.Headers.SetCookie = "canary=1";
            return context.Response.WriteAsync("canary");
        });
        await using var gateway = await RunningGateway.StartAsync(Route(stable, canary, share: 250));
        var host = new Uri(gateway.Url).Authority;
        for (var i = 0; i < 1000; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/cart?page=2") { Headers = { { "X-Some", "thing" } } };
            using var answer = await gateway.Client.SendAsync(request, Ct);
            Assert.Equal("stable", await answer.Content.ReadAsStringAsync(Ct));
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }

        var mirror = await CopiedAsync(gateway, 250);
        Assert.Equal((250, 250, 0L, 0L), ((int)mirror.Copies.Requests, (int)mirror.Originals.Requests, mirror.Dropped, mirror.Unfit));
        Assert.Equal([$"GET /cart?page=2 {host} thing 1 {host}"], seen.Distinct());
        var counters = (await gateway.StatusAsync()).Counters;
        Assert.Equal((1000L, 0L), (counters.Single(c => c.Release == "1").Requests, counters.Single(c => c.Release == "2").Requests));
        Assert.Equal(250, mirror.Copies.Latency.Sum());
    }

    [Fact]
    public async Task A_canary_that_fails_is_counted_by_its_copies_and_no_user_sees_it()
    {
        await using var stable = await Backend.SayingAsync("stable");
        await using var canary = await Backend.StartAsync(context =>
        {
            context.Response.StatusCode = context.Request.Path == "/gone" ? 404 : 500;
            return Task.CompletedTask;
        });
        await using var gateway = await RunningGateway.StartAsync(Route(stable, canary));
        for (var i = 0; i < 10; i++)
        {
            Assert.Equal("stable", await gateway.GetAsync(i < 4 ? "/gone" : "/"));
        }

        var mirror = await CopiedAsync(gateway, 10);
        Assert.Equal((6L, 4L, 0L), (mirror.Copies.Errors, mirror.Copies.ClientErrors, mirror.Originals.Errors));
        var dead = Given.Route(Given.Arm("1", 1000, stable.Address), Given.Arm("3", 0, "http://127.0.0.1:1")) with { Mirror = new("3", 1000) };
        await gateway.ApplyAsync(Given.Config(2, dead));
        Assert.Equal("stable", await gateway.GetAsync());
        Assert.Equal(1, (await CopiedAsync(gateway, 1)).Copies.Resets);
        Assert.Equal(0, (await gateway.StatusAsync()).Counters.Sum(counters => counters.Errors));
    }

    [Fact]
    public async Task A_canary_that_hangs_holds_nobody_up_costs_a_bounded_number_of_copies_and_is_timed_out()
    {
        await using var stable = await Backend.SayingAsync("stable");
        await using var canary = await Backend.StartAsync(context => Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted));
        await using var gateway = await RunningGateway.StartAsync(Route(stable, canary));
        Assert.Equal(MirrorTally.MostOpen + 100, (await gateway.SpreadAsync(MirrorTally.MostOpen + 100))["stable"]);
        var status = await gateway.StatusAsync();
        Assert.Equal((MirrorTally.MostOpen, 100L), (status.Mirrors[0].Copies.Open, status.Mirrors[0].Dropped));
        Assert.Equal(MirrorTally.MostOpen, status.Destinations.Single(destination => destination.Id == "2-1").Open);

        // Another release has slots of its own.
        var impatient = Given.Route(Given.Arm("1", 1000, stable.Address), Given.Arm("3", 0, canary.Address)) with { Mirror = new("3", 1000) { TimeoutMs = 100 } };
        await gateway.ApplyAsync(Given.Config(2, impatient));
        Assert.Equal("stable", await gateway.GetAsync());
        var copies = (await CopiedAsync(gateway, 1)).Copies;
        Assert.Equal((1L, 1L), (copies.Errors, copies.Timeouts));
    }

    [Fact]
    public async Task Only_safe_methods_are_copied_unless_told()
    {
        var seen = new ConcurrentBag<string>();
        await using var stable = await Backend.SayingAsync("stable");
        await using var canary = await Backend.StartAsync(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            seen.Add($"{context.Request.Method} {context.Request.ContentType} {await body.ReadToEndAsync(context.RequestAborted)}");
        });
        await using var gateway = await RunningGateway.StartAsync(Route(stable, canary));
        string[] methods = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"];
        await SendAllAsync(gateway, methods);
        Assert.Equal(4, (await CopiedAsync(gateway, 3)).Unfit);
        Assert.Equal(["GET  ", "HEAD  ", "OPTIONS  "], seen.Order(StringComparer.Ordinal));

        var route = Route(stable, canary);
        await gateway.ApplyAsync(Given.Config(2, route with { Mirror = route.Mirror! with { UnsafeMethods = true } }));
        seen.Clear();
        await SendAllAsync(gateway, methods);
        await CopiedAsync(gateway, 10);
        Assert.Contains("POST text/plain; charset=utf-8 body of POST", seen);
        Assert.Equal(7, seen.Count);
    }

    [Fact]
    public async Task Bodies_are_copied_up_to_their_bound_and_never_without_a_known_length()
    {
        var sizes = new ConcurrentBag<int>();
        await using var stable = await Backend.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            await context.Response.WriteAsync(FormattableString.Invariant($"{body.Length}"));
        });
        await using var canary = await Backend.StartAsync(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            sizes.Add((int)body.Length);
        });
        var route = Route(stable, canary);
        await using var gateway = await RunningGateway.StartAsync(route with { Mirror = route.Mirror! with { UnsafeMethods = true, MaxBodyBytes = 100_000 } });
        foreach (var (size, known) in new[] { (100_000, true), (100_001, true), (10, false), (3_000_000, true) })
        {
            using var content = new ByteArrayContent(new byte[size]);
            using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = content };
            request.Headers.TransferEncodingChunked = known ? null : true;
            using var answer = await gateway.Client.SendAsync(request, Ct);
            Assert.Equal(FormattableString.Invariant($"{size}"), await answer.Content.ReadAsStringAsync(Ct));
        }

        Assert.Equal(3, (await CopiedAsync(gateway, 1)).Unfit);
        Assert.Equal([100_000], sizes);
    }

    [Fact]
    public async Task A_body_that_nobody_reads_to_its_end_is_not_copied_and_the_slot_is_free_again()
    {
        await using var stable = await Backend.StartAsync(context =>
        {
            context.Response.StatusCode = 403;
            return context.Response.CompleteAsync();
        });
        await using var canary = await Backend.SayingAsync("canary");
        var route = Route(stable, canary);
        await using var gateway = await RunningGateway.StartAsync(route with { Mirror = route.Mirror! with { UnsafeMethods = true } });
        using var content = new EndlessContent();
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = content };
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var sending = gateway.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, leave.Token);
        await content.Begun.WaitAsync(TimeSpan.FromSeconds(15), Ct);
        await leave.CancelAsync();
        content.End();
        await Assert.ThrowsAnyAsync<Exception>(async () =>
        {
            using var answer = await sending;
            throw new HttpRequestException("It was answered before it left.");
        });
        var status = await Eventually.GetAsync("the request is over", gateway.StatusAsync, status => status.Mirrors[0].Unfit == 1);
        Assert.Equal((0L, 0L, 0L), (status.Mirrors[0].Copies.Requests, status.Mirrors[0].Originals.Requests, canary.Requests));
        Assert.Equal(0, status.Destinations.Single(destination => destination.Id == "2-1").Open);
    }

    [Fact]
    public async Task When_the_user_leaves_the_copy_ends_and_when_nothing_is_copied_any_more_open_copies_are_still_seen()
    {
        using var reached = new SemaphoreSlim(0);
        await using var stable = await Backend.StartAsync(HangAsync);
        await using var canary = await Backend.StartAsync(HangAsync);
        await using var gateway = await RunningGateway.StartAsync(Route(stable, canary));
        using var leave = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var asking = gateway.Client.GetAsync(new Uri("/", UriKind.Relative), leave.Token);
        Assert.True(await reached.WaitAsync(TimeSpan.FromSeconds(15), Ct) && await reached.WaitAsync(TimeSpan.FromSeconds(15), Ct));

        await gateway.ApplyAsync(Given.Config(2, Draining(Route(stable, canary) with { Mirror = null })));
        var status = await gateway.StatusAsync();
        Assert.Empty(status.Mirrors);
        Assert.Equal(1, status.Destinations.Single(destination => destination.Id == "2-1").Open);
        await leave.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => asking);
        status = await Eventually.GetAsync("both ended", gateway.StatusAsync, status => status.Destinations.All(destination => destination.Open == 0));
        Assert.Equal((0L, 0L), (status.Counters.Sum(counters => counters.Errors), status.Destinations.Sum(destination => destination.Errors)));

        async Task HangAsync(HttpContext context)
        {
            reached.Release();
            await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        }
    }

    [Fact]
    public async Task Upgrades_and_copies_themselves_are_not_copied_and_redirects_are_not_followed()
    {
        await using var stable = await Backend.StartAsync(async context =>
        {
            if (context.WebSockets.IsWebSocketRequest)
            {
                using var socket = await context.WebSockets.AcceptWebSocketAsync();
                await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
            }
        });
        await using var canary = await Backend.StartAsync(context =>
        {
            context.Response.Redirect("/elsewhere");
            return Task.CompletedTask;
        });
        await using var gateway = await RunningGateway.StartAsync(Route(stable, canary));
        using (var socket = new ClientWebSocket())
        {
            await socket.ConnectAsync(new Uri(gateway.Url.Replace("http", "ws", StringComparison.Ordinal)), Ct);
            await socket.ReceiveAsync(new byte[10], Ct);
            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Ct);
        }

        using (var request = new HttpRequestMessage(HttpMethod.Get, "/") { Headers = { { "Sluice-Mirrored", "1" } } })
        {
            using var answer = await gateway.Client.SendAsync(request, Ct);
        }

        Assert.Equal(2, (await gateway.StatusAsync()).Mirrors[0].Unfit);
        await gateway.GetAsync();
        Assert.Equal(0, (await CopiedAsync(gateway, 1)).Copies.Errors);
        Assert.Equal(1, canary.Requests);
    }

    [Fact]
    public async Task Another_share_counts_on_and_a_gateway_says_that_it_copies()
    {
        await using var stable = await Backend.SayingAsync("stable");
        await using var canary = await Backend.SayingAsync("canary");
        await using var gateway = await RunningGateway.StartAsync(Route(stable, canary));
        Assert.Contains(GatewayFeatures.Mirror, (await gateway.StatusAsync()).Features);
        await gateway.GetAsync();
        await CopiedAsync(gateway, 1);
        await gateway.ApplyAsync(Given.Config(2, Route(stable, canary, share: 1)));
        Assert.Equal(1, (await gateway.StatusAsync()).Mirrors[0].Copies.Requests);
        await gateway.ApplyAsync(Given.Config(3, Given.Route(Given.Arm("1", 0, stable.Address), Given.Arm("2", 1000, canary.Address))));
        Assert.Equal("canary", await gateway.GetAsync());
        Assert.Empty((await gateway.StatusAsync()).Mirrors);
        Assert.Equal(1, (await gateway.CountersAsync("2", 1)).Requests);
    }

    private static GatewayRoute Route(Backend stable, Backend canary, int share = 1000) =>
        Given.Route(Given.Arm("1", 1000, stable.Address), Given.Arm("2", 0, canary.Address)) with { Mirror = new("2", share) };

    private static GatewayRoute Draining(GatewayRoute route) =>
        route with { Arms = [route.Arms[0], route.Arms[1] with { Destinations = [.. route.Arms[1].Destinations.Select(destination => destination with { Draining = true })] }] };

    private static async Task<MirrorCounts> CopiedAsync(RunningGateway gateway, long copies) =>
        (await Eventually.GetAsync($"{copies} copies counted", gateway.StatusAsync, status => status.Mirrors[0].Copies.Requests >= copies && status.Mirrors[0].Originals.Requests >= copies)).Mirrors[0];

    private static async Task SendAllAsync(RunningGateway gateway, IEnumerable<string> methods)
    {
        foreach (var method in methods)
        {
            using var request = new HttpRequestMessage(new HttpMethod(method), "/");
            request.Content = method is "POST" or "PUT" or "PATCH" ? new StringContent($"body of {method}", Encoding.UTF8, "text/plain") : null;
            using var answer = await gateway.Client.SendAsync(request, Ct);
            Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        }
    }

    /// <summary>Says that it is longer than what it sends.</summary>
    private sealed class EndlessContent : HttpContent
    {
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _end = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public void End() => _end.TrySetResult();

        protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
        {
            await stream.WriteAsync("half"u8.ToArray(), Ct);
            await stream.FlushAsync(Ct);
            _begun.TrySetResult();
            await _end.Task;
        }

        protected override bool TryComputeLength(out long length)
        {
            length = 1000;
            return true;
        }
    }
}
