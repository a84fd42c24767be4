using System.Text;
using Microsoft.Playwright;

namespace Sluice.Benchmarks.Live;

/// <summary>What a page's WebSockets brought it since the count began, per address: the circuit and the live hub. And the largest message that it sent.</summary>
internal sealed class SocketBytes
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time = TimeProvider.System;
    private readonly Dictionary<string, long> _received = new(StringComparer.Ordinal);
    private readonly Dictionary<int, long> _seconds = [];
    private long _began;

    /// <summary>Sees the sockets that are opened from now on.</summary>
    public SocketBytes(IPage page)
    {
        _began = _time.GetTimestamp();
        page.WebSocket += (_, socket) =>
        {
            var path = new Uri(socket.Url).AbsolutePath;
            socket.FrameReceived += (_, frame) => Add(path, LengthOf(frame));
            socket.FrameSent += (_, frame) => MostSent = Math.Max(MostSent, LengthOf(frame));
        };
    }

    /// <summary>Of one message, in bytes, since the page was opened.</summary>
    public int MostSent { get; private set; }

    /// <summary>Bytes of the fullest second, on all sockets.</summary>
    public long Peak
    {
        get
        {
            lock (_lock)
            {
                return _seconds.Values.DefaultIfEmpty().Max();
            }
        }
    }

    public void Begin()
    {
        lock (_lock)
        {
            _received.Clear();
            _seconds.Clear();
            _began = _time.GetTimestamp();
        }
    }

    public long Of(string path)
    {
        lock (_lock)
        {
            return _received.GetValueOrDefault(path);
        }
    }

    private static int LengthOf(IWebSocketFrame frame) => frame.Binary?.Length ?? Encoding.UTF8.GetByteCount(frame.Text ?? "");

    private void Add(string path, int bytes)
    {
        lock (_lock)
        {
            var second = (int)_time.GetElapsedTime(_began).TotalSeconds;
            _received[path] = _received.GetValueOrDefault(path) + bytes;
            _seconds[second] = _seconds.GetValueOrDefault(second) + bytes;
        }
    }
}
