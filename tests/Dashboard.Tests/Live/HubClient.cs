using System.Net.WebSockets;
using System.Text;
using System.Text.Json;
using System.Threading.Channels;

namespace Sluice.Dashboard.Tests.Live;

/// <summary>Speaks SignalR's JSON protocol over a bare WebSocket: handshake, invocations, messages that end with 0x1e.</summary>
internal sealed class HubClient : IAsyncDisposable
{
    private const byte EndOfRecord = 0x1e;

    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(30);

    private readonly ClientWebSocket _socket = new();
    private readonly Channel<JsonElement> _messages = Channel.CreateUnbounded<JsonElement>();
    private readonly CancellationTokenSource _end = new();
    private Task _reading = Task.CompletedTask;
    private int _invocations;

    /// <summary>Of all records received, without the WebSocket frames.</summary>
    public long BytesReceived { get; private set; }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<HubClient> ConnectAsync(Uri hub, string? token = null)
    {
        var client = new HubClient();
        if (token is not null)
        {
            client._socket.Options.SetRequestHeader("Authorization", $"Bearer {token}");
        }

        await client._socket.ConnectAsync(hub, Ct);
        await client.SendAsync("""{"protocol":"json","version":1}""");
        client._reading = Task.Run(() => client.ReadAsync(client._end.Token), Ct);
        Assert.Equal("{}", (await client.NextAsync(_ => true)).GetRawText());
        return client;
    }

    /// <returns>The completion: with <c>result</c> or <c>error</c>.</returns>
    public async Task<JsonElement> InvokeAsync(string method, params object[] arguments)
    {
        var id = (++_invocations).ToString(System.Globalization.CultureInfo.InvariantCulture);
        await SendAsync(JsonSerializer.Serialize(new { type = 1, invocationId = id, target = method, arguments }));
        return await NextAsync(message => Type(message) == 3 && message.GetProperty("invocationId").GetString() == id);
    }

    /// <summary>The body of the next message to the client's method; others before it are dropped.</summary>
    public async Task<JsonElement> NextAsync(string method) => (await NextAsync(message => IsCall(message, method))).GetProperty("arguments")[0];

    /// <summary>What came so far for the client's method.</summary>
    public int CountWaiting(string method)
    {
        var (count, seen) = (0, new List<JsonElement>());
        while (_messages.Reader.TryRead(out var message))
        {
            seen.Add(message);
            count += IsCall(message, method) ? 1 : 0;
        }

        seen.ForEach(message => _messages.Writer.TryWrite(message));
        return count;
    }

    /// <summary>Returns when the server has ended the connection.</summary>
    public Task ClosedAsync() => _reading.WaitAsync(s_limit, Ct);

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _reading;
        _socket.Dispose();
        _end.Dispose();
    }

    private static int Type(JsonElement message) => message.TryGetProperty("type", out var type) ? type.GetInt32() : 0;

    private static bool IsCall(JsonElement message, string method) => Type(message) == 1 && message.GetProperty("target").GetString() == method;

    private async Task<JsonElement> NextAsync(Predicate<JsonElement> wanted)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(s_limit);
        while (true)
        {
            var message = await _messages.Reader.ReadAsync(limit.Token);
            if (wanted(message))
            {
                return message;
            }
        }
    }

    private Task SendAsync(string json) => _socket.SendAsync(Encoding.UTF8.GetBytes(json + (char)EndOfRecord), WebSocketMessageType.Text, endOfMessage: true, Ct);

    private async Task ReadAsync(CancellationToken ct)
    {
        var (buffer, record) = (new byte[8192], new List<byte>());
        try
        {
            while (await _socket.ReceiveAsync(buffer, ct) is { MessageType: not WebSocketMessageType.Close } received)
            {
                foreach (var b in buffer.AsSpan(0, received.Count))
                {
                    BytesReceived++;
                    if (b != EndOfRecord)
                    {
                        record.Add(b);
                        continue;
                    }

                    _messages.Writer.TryWrite(JsonSerializer.Deserialize<JsonElement>(record.ToArray()));
                    record.Clear();
                }
            }

            _messages.Writer.TryComplete();
        }
        catch (Exception ex) when (ex is OperationCanceledException or WebSocketException)
        {
            _messages.Writer.TryComplete();
        }
    }
}
