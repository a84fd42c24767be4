using System.Diagnostics;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Benchmarks.Access;

/// <summary>
/// Sends the same request over and over at a steady rate, from a thread of its own over bare sockets: a sender that takes much of the
/// processor would be measured instead of the product.
/// </summary>
internal sealed class WrongTokens : IDisposable
{
    private const int Connections = 4;
    private const int Burst = 10;
    private const string Status = "HTTP/1.1 ";
    private const string Refused = Status + "401";
    private readonly Socket[] _sockets = new Socket[Connections];
    private readonly byte[] _bytes = new byte[64 * 1024];
    private readonly byte[] _burst;

    public WrongTokens(Uri product, string path, string token)
    {
        var request = $"GET {path} HTTP/1.1\r\nHost: {product.Authority}\r\nAuthorization: Bearer {token}\r\n\r\n";
        _burst = Encoding.ASCII.GetBytes(string.Concat(Enumerable.Repeat(request, Burst)));
        for (var i = 0; i < Connections; i++)
        {
            _sockets[i] = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 30_000 };
            _sockets[i].Connect(product.Host, product.Port);
        }
    }

    /// <returns>How many were answered a second, and how long a burst of ten took, in milliseconds.</returns>
    public Task<(double Rate, List<double> Bursts)> SendAsync(int perSecond, TimeSpan spell, CancellationToken ct) =>
        Task.Factory.StartNew(() => Send(perSecond, spell, ct), ct, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void Dispose() => Array.ForEach(_sockets, socket => socket.Dispose());

    private (double Rate, List<double> Bursts) Send(int perSecond, TimeSpan spell, CancellationToken ct)
    {
        var bursts = new List<double>();
        var clock = Stopwatch.StartNew();
        while (clock.Elapsed < spell)
        {
            var early = TimeSpan.FromSeconds((double)bursts.Count * Burst / perSecond) - clock.Elapsed;
            if (early > TimeSpan.Zero)
            {
                ct.WaitHandle.WaitOne(early);
            }

            ct.ThrowIfCancellationRequested();
            var began = clock.Elapsed;
            var socket = _sockets[bursts.Count % Connections];
            socket.Send(_burst);
            ReadBurst(socket);
            bursts.Add((clock.Elapsed - began).TotalMilliseconds);
        }

        return (bursts.Count * Burst / clock.Elapsed.TotalSeconds, bursts);
    }

    private void ReadBurst(Socket socket)
    {
        var text = new StringBuilder();
        while (true)
        {
            var count = socket.Receive(_bytes);
            text.Append(Encoding.ASCII.GetString(_bytes, 0, count));
            var all = text.ToString();
            var answers = all.Split(Refused).Length - 1;
            if (count == 0 || all.Split(Status).Length - 1 != answers)
            {
                throw new InvalidOperationException($"Another answer than {Refused}: {all[..Math.Min(all.Length, 200)]}");
            }

            // The last answer is whole when its body's last part, of length zero, or the body of a problem document has come.
            if (answers == Burst && (all.EndsWith("0\r\n\r\n", StringComparison.Ordinal) || all.EndsWith('}')))
            {
                return;
            }
        }
    }
}
