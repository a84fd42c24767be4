using Microsoft.Playwright;

namespace Sluice.Benchmarks.Live;

/// <summary>What a page's WebSockets brought it since the count began, per address: the circuit and the live hub.</summary>
internal sealed class SocketBytes
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _received = new(StringComparer.Ordinal);

    /// <summary>Sees the sockets that are opened from now on.</summary>
    public SocketBytes(IPage page) => page.WebSocket += (_, socket) =>
    {
        var path = new Uri(socket.Url).AbsolutePath;
        socket.FrameReceived += (_, frame) => Add(path, frame.Binary?.Length ?? System.Text.Encoding.UTF8.GetByteCount(frame.Text ?? ""));
    };

    public void Begin()
    {
        lock (_lock)
        {
            _received.Clear();
        }
    }

    public long Of(string path)
    {
        lock (_lock)
        {
            return _received.GetValueOrDefault(path);
        }
    }

    private void Add(string path, int bytes)
    {
        lock (_lock)
        {
            _received[path] = _received.GetValueOrDefault(path) + bytes;
        }
    }
}
