using System.Net;
using System.Net.Sockets;

namespace Sluice.Benchmarks.Pages;

/// <summary>The line between a browser and the product. It can be slow; it can be cut, so that both ends notice at once, or fall silent, so that neither does.</summary>
internal sealed class CutLine : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly HashSet<Socket> _open = [];
    private readonly Lock _lock = new();
    private readonly Uri _product;
    private readonly double? _bytesPerSecond;
    private readonly Task _accepting;
    private TaskCompletionSource _flows = new();
    private bool _isCut;
    private DateTimeOffset _busyUntil;

    /// <param name="bytesPerSecond">What the line carries towards the browser, all connections together; null for as much as there is.</param>
    public CutLine(Uri product, double? bytesPerSecond = null)
    {
        (_product, _bytesPerSecond) = (product, bytesPerSecond);
        _flows.SetResult();
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    /// <summary>Breaks what is open and takes nothing new.</summary>
    public void Cut()
    {
        lock (_lock)
        {
            _isCut = true;
            foreach (var socket in _open)
            {
                Break(socket);
            }

            _open.Clear();
        }
    }

    /// <summary>Nothing is broken, and nothing gets through.</summary>
    public void Silence()
    {
        lock (_lock)
        {
            _flows = new(TaskCreationOptions.RunContinuationsAsynchronously);
        }
    }

    public void Restore()
    {
        lock (_lock)
        {
            _isCut = false;
            _flows.TrySetResult();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        Cut();
        _stop.Dispose();
    }

    // A reset, as from a machine that is gone.
    private static void Break(Socket socket) => socket.Close(timeout: 0);

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = CarryAsync(await _listener.AcceptSocketAsync(_stop.Token));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The measurement is over.
        }
    }

    private async Task CarryAsync(Socket near)
    {
        using var far = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        near.NoDelay = true;
        if (!Take(near, far))
        {
            return;
        }

        try
        {
            await far.ConnectAsync(_product.Host, _product.Port, _stop.Token);
            await Task.WhenAny(PumpAsync(near, far, bytesPerSecond: null), PumpAsync(far, near, _bytesPerSecond));
        }
        catch (Exception ex) when (IsOver(ex))
        {
            // The product has gone, or the line was cut meanwhile.
        }
        finally
        {
            lock (_lock)
            {
                _open.Remove(near);
                _open.Remove(far);
            }

            near.Dispose();
        }
    }

    private bool Take(Socket near, Socket far)
    {
        lock (_lock)
        {
            if (_isCut)
            {
                Break(near);
                return false;
            }

            _open.Add(near);
            _open.Add(far);
            return true;
        }
    }

    private async Task PumpAsync(Socket from, Socket to, double? bytesPerSecond)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, _stop.Token) is var count and > 0)
            {
                await _flows.Task.WaitAsync(_stop.Token);
                if (bytesPerSecond is { } rate && Turn(TimeSpan.FromSeconds(count / rate)) is var wait && wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, TimeProvider.System, _stop.Token);
                }

                for (var sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _stop.Token);
                }
            }
        }
        catch (Exception ex) when (IsOver(ex))
        {
            // One of the two has gone.
        }
    }

    /// <summary>Takes the next place on the line.</summary>
    /// <returns>How long until it has carried what takes so long.</returns>
    private TimeSpan Turn(TimeSpan length)
    {
        lock (_lock)
        {
            var now = TimeProvider.System.GetUtcNow();
            _busyUntil = (now > _busyUntil ? now : _busyUntil) + length;
            return _busyUntil - now;
        }
    }

    private static bool IsOver(Exception ex) => ex is SocketException or ObjectDisposedException or OperationCanceledException;
}
