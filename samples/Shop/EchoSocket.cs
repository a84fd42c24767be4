using System.Net.WebSockets;

namespace Sluice.Shop;

/// <summary><c>/ws</c>: a WebSocket that says everything back.</summary>
internal static class EchoSocket
{
    public static async Task TalkAsync(HttpContext context, IHostApplicationLifetime life)
    {
        if (!context.WebSockets.IsWebSocketRequest)
        {
            await TypedResults.Problem(title: "This address speaks WebSocket only", statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context);
            return;
        }

        using var socket = await context.WebSockets.AcceptWebSocketAsync();
        var closing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = life.ApplicationStopping.Register(closing.SetResult);
        try
        {
            var echo = EchoAsync(socket, context.RequestAborted);
            if (await Task.WhenAny(echo, closing.Task) != echo)
            {
                // Say goodbye, then wait for the other side to say it too.
                await socket.CloseOutputAsync(WebSocketCloseStatus.EndpointUnavailable, "The shop is closing.", context.RequestAborted);
            }

            await echo;
        }
        catch (WebSocketException)
        {
            // The other side left without a goodbye; there is nobody to tell.
        }
    }

    private static async Task EchoAsync(WebSocket socket, CancellationToken ct)
    {
        var buffer = new byte[4096];
        var received = await socket.ReceiveAsync(buffer, ct);
        while (received.MessageType != WebSocketMessageType.Close)
        {
            if (socket.State == WebSocketState.Open)
            {
                await socket.SendAsync(buffer.AsMemory(0, received.Count), received.MessageType, received.EndOfMessage, ct);
            }

            received = await socket.ReceiveAsync(buffer, ct);
        }

        if (socket.State == WebSocketState.CloseReceived)
        {
            await socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, statusDescription: null, ct);
        }
    }
}
