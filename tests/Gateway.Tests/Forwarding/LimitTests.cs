using System.Net;
using Microsoft.AspNetCore.Http;
using Sluice.Gateway.Contract;
using Sluice.Gateway.Tests.Support;

namespace Sluice.Gateway.Tests.Forwarding;

public sealed class LimitTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_body_over_the_routes_limit_is_413_whether_its_length_is_said_or_not(bool chunked)
    {
        await using var backend = await Backend.StartAsync(async context =>
        {
            await context.Request.Body.CopyToAsync(Stream.Null, context.RequestAborted);
            await context.Response.WriteAsync("taken");
        });
        await using var gateway = await RunningGateway.StartAsync(Given.Only(backend.Address) with { Limits = new(10_000, 1000) });

        // The frames of chunks count too.
        Assert.Equal(HttpStatusCode.OK, await PostAsync(gateway, chunked ? 900 : 1000, chunked));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, await PostAsync(gateway, 1001, chunked));
    }

    [Fact]
    public async Task A_destination_that_does_not_answer_in_time_is_504_and_a_timeout()
    {
        await using var backend = await Backend.StartAsync(context => Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        await using var gateway = await RunningGateway.StartAsync(Given.Only(backend.Address) with { Limits = RouteLimits.Default with { TimeoutMs = 200 } });

        using var answer = await gateway.Client.GetAsync(new Uri("/", UriKind.Relative), Ct);

        Assert.Equal(HttpStatusCode.GatewayTimeout, answer.StatusCode);
        Assert.Contains("200 ms", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        var counters = await gateway.CountersAsync("1", 1);
        Assert.Equal((1, 1, 0), (counters.Errors, counters.Timeouts, counters.Resets));
    }

    [Fact]
    public async Task A_paused_route_asks_to_come_again_and_counts_for_nobody()
    {
        await using var backend = await Backend.SayingAsync("served");
        await using var gateway = await RunningGateway.StartAsync(Given.Only(backend.Address) with { Paused = true });

        using var answer = await gateway.Client.GetAsync(new Uri("/", UriKind.Relative), Ct);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, TimeSpan.FromSeconds(1)), (answer.StatusCode, answer.Headers.RetryAfter?.Delta));
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        Assert.Equal(0, (await gateway.CountersAsync("1", 0)).Requests);
    }

    [Fact]
    public async Task A_body_that_gets_stuck_is_a_timeout()
    {
        await using var backend = await Backend.StartAsync(StickAsync);
        await using var gateway = await RunningGateway.StartAsync(Given.Only(backend.Address) with { Limits = RouteLimits.Default with { TimeoutMs = 200 } });

        await Assert.ThrowsAsync<HttpRequestException>(() => gateway.GetAsync());

        var counters = await gateway.CountersAsync("1", 1);
        Assert.Equal((1, 1, 0), (counters.Errors, counters.Timeouts, counters.Resets));
    }

    [Fact]
    public async Task A_client_that_leaves_is_nobodys_error_before_and_in_the_body()
    {
        await using var backend = await Backend.StartAsync(context => context.Request.Path == "/stick"
            ? StickAsync(context)
            : Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted));
        await using var gateway = await RunningGateway.StartAsync(Given.Only(backend.Address));

        using var leaving = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var waiting = gateway.Client.GetAsync(new Uri("/", UriKind.Relative), leaving.Token);
        await Eventually.GetAsync("one open request", gateway.StatusAsync, status => status.Counters[0].Open == 1);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        await gateway.CountersAsync("1", 1);

        var stream = await gateway.Client.GetStreamAsync(new Uri("/stick", UriKind.Relative), Ct);
        await stream.DisposeAsync();

        var counters = await gateway.CountersAsync("1", 2);
        Assert.Equal((2, 0, 0, 0, 0), (counters.Requests, counters.Errors, counters.Timeouts, counters.Resets, counters.ClientErrors));
    }

    private static async Task StickAsync(HttpContext context)
    {
        await context.Response.WriteAsync("begun", context.RequestAborted);
        await context.Response.Body.FlushAsync(context.RequestAborted);
        await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted);
    }

    private static async Task<HttpStatusCode> PostAsync(RunningGateway gateway, int bytes, bool chunked)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/") { Content = new ByteArrayContent(new byte[bytes]) };
        request.Headers.TransferEncodingChunked = chunked;
        using var answer = await gateway.Client.SendAsync(request, Ct);
        return answer.StatusCode;
    }
}
