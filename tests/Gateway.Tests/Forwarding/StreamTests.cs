using System.Net.WebSockets;
using System.Text;
using Microsoft.AspNetCore.Http;
using Sluice.Gateway.Tests.Support;

namespace Sluice.Gateway.Tests.Forwarding;

public sealed class StreamTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Server_sent_events_arrive_one_by_one()
    {
        using var next = new SemaphoreSlim(0);
        await using var backend = await Backend.StartAsync(async context =>
        {
            context.Response.ContentType = "text/event-stream";
            for (var i = 1; i <= 3; i++)
            {
                await context.Response.WriteAsync($"data: {i}\n\n", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await next.WaitAsync(context.RequestAborted);
            }
        });
        await using var gateway = await RunningGateway.StartAsync(Given.Only(backend.Address));

        using var reader = new StreamReader(await gateway.Client.GetStreamAsync(new Uri("/", UriKind.Relative), Ct));

        // The service sends the next event only after the reader has this one.
        for (var i = 1; i <= 3; i++)
        {
            Assert.Equal($"data: {i}", await reader.ReadLineAsync(Ct));
            Assert.Equal("", await reader.ReadLineAsync(Ct));
            next.Release();
        }

        Assert.Null(await reader.ReadLineAsync(Ct));
        Assert.Equal(1, (await gateway.CountersAsync("1", 1)).Latency.Sum());
    }

    [Fact]
    public async Task A_request_body_is_passed_on_while_it_is_being_sent()
    {
        var arrived = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var backend = await Backend.StartAsync(async context =>
        {
            using var body = new StreamReader(context.Request.Body);
            arrived.SetResult((await body.ReadLineAsync(context.RequestAborted))!);
            await context.Response.WriteAsync(await body.ReadToEndAsync(context.RequestAborted));
        });
        await using var gateway = await RunningGateway.StartAsync(Given.Only(backend.Address));

        using var content = new PushContent(async stream =>
        {
            await stream.WriteAsync("first\n"u8.ToArray(), Ct);
            await stream.FlushAsync(Ct);
            Assert.Equal("first", await arrived.Task.WaitAsync(TimeSpan.FromSeconds(15), Ct));
            await stream.WriteAsync("last"u8.ToArray(), Ct);
        });
        using var answer = await gateway.Client.PostAsync(new Uri("/", UriKind.Relative), content, Ct);

        Assert.Equal("last", await answer.Content.ReadAsStringAsync(Ct));
    }

    [Fact]
    public async Task A_web_socket_echoes_and_counts_without_latency()
    {
        await using var backend = await Backend.StartAsync(async context =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            var buffer = new byte[1024];
            while (await socket.ReceiveAsync(buffer.AsMemory(), context.RequestAborted) is { MessageType: not WebSocketMessageType.Close } received)
            {
                await socket.SendAsync(buffer.AsMemory(0, received.Count), WebSocketMessageType.Text, endOfMessage: true, context.RequestAborted);
            }

            await socket.CloseAsync(WebSocketCloseStatus.NormalClosure, null, context.RequestAborted);
        });
        await using var gateway = await RunningGateway.StartAsync(Given.Only(backend.Address));

        using var client = new ClientWebSocket();
        await client.ConnectAsync(new Uri(gateway.Url.Replace("http:", "ws:", StringComparison.Ordinal)), Ct);
        foreach (var text in new[] { "one", "two" })
        {
            await client.SendAsync(Encoding.UTF8.GetBytes(text), WebSocketMessageType.Text, endOfMessage: true, Ct);
            var buffer = new byte[16];
            var received = await client.ReceiveAsync(buffer.AsMemory(), Ct);
            Assert.Equal(text, Encoding.UTF8.GetString(buffer, 0, received.Count));
        }

        var open = await gateway.StatusAsync();
        Assert.Equal((1, 1), (open.Counters[0].Open, open.Destinations[0].Open));
        Assert.Empty(open.Counters[0].OpenByAge);
        await client.CloseAsync(WebSocketCloseStatus.NormalClosure, null, Ct);

        var counters = await gateway.CountersAsync("1", 1);
        Assert.Equal((1, 0, 0, 0), (counters.Requests, counters.Errors, counters.Open, counters.Latency.Sum()));
    }

    private sealed class PushContent(Func<Stream, Task> write) : HttpContent
    {
        protected override Task SerializeToStreamAsync(Stream stream, System.Net.TransportContext? context) => write(stream);

        protected override bool TryComputeLength(out long length)
        {
            length = 0;
            return false;
        }
    }
}
