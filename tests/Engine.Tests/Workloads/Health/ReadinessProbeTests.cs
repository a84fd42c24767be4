using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Sluice.Domain.Services;
using Sluice.Engine.Workloads;
using Sluice.Engine.Workloads.Health;

namespace Sluice.Engine.Tests.Workloads.Health;

/// <summary>Real questions to real servers.</summary>
public sealed class ReadinessProbeTests : IDisposable
{
    private readonly ReadinessProbe _probe = new(TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => _probe.Dispose();

    [Theory]
    [InlineData(200, "Healthy", null, true, null)]
    [InlineData(200, "Degraded", null, true, "answers degraded")]
    [InlineData(200, " degraded\n", null, true, "answers degraded")]
    [InlineData(200, "not degraded at all", null, true, null)]
    [InlineData(200, "ok", "degraded; the cache is cold", true, "the cache is cold")]
    [InlineData(204, "", "Degraded", true, "says Sluice-Health: degraded")]
    [InlineData(200, "ok", "healthy", true, null)]
    [InlineData(302, "", null, true, null)]
    [InlineData(503, "Degraded", "degraded", false, null)]
    public async Task Http_is_ready_degraded_or_not_ready(int status, string body, string? header, bool ready, string? degraded)
    {
        await using var server = await HealthServer.StartAsync(HttpProtocols.Http1, async http =>
        {
            http.Response.StatusCode = status;
            if (header is not null)
            {
                http.Response.Headers[ReadinessProbe.HealthHeader] = header;
            }

            if (body.Length > 0)
            {
                await http.Response.WriteAsync(body, http.RequestAborted);
            }
        });
        var answer = await AskAsync(server, new("/health", TimeSpan.FromSeconds(30)));

        Assert.Equal((ready, degraded), (answer.Problem is null, answer.Degraded));
        Assert.Equal(ready ? null : $"GET {server.Address}health answered 503", answer.Problem);
    }

    [Theory]
    [InlineData(1, "", null)]
    [InlineData(1, "shop.Checkout", null)]
    [InlineData(2, "shop.Checkout", "says NOT_SERVING")]
    [InlineData(0, "", "says UNKNOWN")]
    [InlineData(3, "shop.Checkout", "says SERVICE_UNKNOWN")]
    public async Task Grpc_asks_the_standard_health_service(int status, string service, string? problem)
    {
        byte[]? sent = null;
        string? path = null;
        await using var server = await HealthServer.StartAsync(HttpProtocols.Http2, async http =>
        {
            using var body = new MemoryStream();
            await http.Request.Body.CopyToAsync(body, http.RequestAborted);
            (sent, path) = (body.ToArray(), http.Request.Path);
            http.Response.ContentType = "application/grpc";
            byte[] message = status == 0 ? [] : [0x08, (byte)status];
            await http.Response.Body.WriteAsync((byte[])[0, 0, 0, 0, (byte)message.Length, .. message], http.RequestAborted);
            http.Response.AppendTrailer("grpc-status", "0");
        });
        var answer = await AskAsync(server, Readiness.Default with { Grpc = service });

        Assert.Equal("/grpc.health.v1.Health/Check", path);
        Assert.Equal(GrpcHealth.Message(service), sent!);
        Assert.Equal(problem is null, answer.Problem is null);
        Assert.Contains(problem ?? "", answer.Problem ?? "", StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("5", "does not know this service")]
    [InlineData("12", "has no health service")]
    [InlineData("14", "answered with the status 14")]
    public async Task What_grpc_refuses_is_told(string status, string problem)
    {
        await using var server = await HealthServer.StartAsync(HttpProtocols.Http2, http =>
        {
            http.Response.ContentType = "application/grpc";
            http.Response.Headers["grpc-status"] = status;
            return Task.CompletedTask;
        });

        Assert.Contains(problem, (await AskAsync(server, Readiness.Default with { Grpc = "shop" })).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_speaks_no_http2_is_not_ready_for_grpc()
    {
        await using var server = await HealthServer.StartAsync(HttpProtocols.Http1, http => http.Response.WriteAsync("what?", http.RequestAborted));

        Assert.StartsWith("gRPC health of the server at 127.0.0.1:", (await AskAsync(server, Readiness.Default with { Grpc = "" })).Problem, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_question_may_take_as_long_as_the_release_says()
    {
        await using var server = await HealthServer.StartAsync(HttpProtocols.Http1, http => Task.Delay(Timeout.Infinite, http.RequestAborted));

        Assert.EndsWith("did not answer within 200ms", (await AskAsync(server, new("/health", TimeSpan.FromSeconds(30)) { ProbeTimeout = TimeSpan.FromMilliseconds(200) })).Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(new byte[] { 0, 0, 0, 0, 0 }, 0)]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 8, 1 }, 1)]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 8, 2 }, 2)]
    [InlineData(new byte[] { 0, 0, 0 }, -1)]
    [InlineData(new byte[] { 1, 0, 0, 0, 2, 8, 1 }, -1)]
    [InlineData(new byte[] { 0, 0, 0, 0, 2, 16, 1 }, -1)]
    public void The_one_field_of_the_answer_is_read(byte[] message, int status) => Assert.Equal(status, GrpcHealth.Status(message));

    [Fact]
    public void The_one_field_of_the_question_is_written()
    {
        Assert.Equal([0, 0, 0, 0, 0], GrpcHealth.Message(""));
        Assert.Equal([0, 0, 0, 0, 6, 0x0A, 4, (byte)'s', (byte)'h', (byte)'o', (byte)'p'], GrpcHealth.Message("shop"));
        Assert.Equal([0, 0, 0, 0, 203, 0x0A, 0xC8, 0x01], GrpcHealth.Message(new string('a', 200))[..8]);
    }

    private Task<HealthAnswer> AskAsync(HealthServer server, Readiness readiness) =>
        _probe.AskAsync(new("one", server.Address, readiness, TimeProvider.System.GetUtcNow(), WasReady: false), Ct);
}
