using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.E2E;

/// <summary>
/// A proxy between a browser and the product: it reaches the product from an address of its own, takes the headers that name people from
/// what comes, and puts its own in their place. One connection carries one request, so that every head is seen.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    /// <summary>The one that the product believes.</summary>
    public static readonly IPAddress Trusted = IPAddress.Parse("127.0.0.2");

    /// <summary>One that it does not.</summary>
    public static readonly IPAddress Stranger = IPAddress.Parse("127.0.0.3");

    private const int LongestHead = 64 * 1024;
    private readonly CancellationTokenSource _stop = new();
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Uri _product;
    private readonly IPAddress _from;
    private readonly string _headers;
    private readonly Task _accepting;

    /// <param name="headers">Added to every request.</param>
    public Relay(Uri product, IPAddress from, params (string Name, string Value)[] headers)
    {
        (_product, _from) = (product, from);
        _headers = string.Concat(headers.Select(header => $"{header.Name}: {header.Value}\r\n"));
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{_listener.LocalEndpoint}");

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting;
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.RemoveAll(task => task.IsCompleted);
                open.Add(CarryAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task CarryAsync(TcpClient browser)
    {
        using (browser)
        {
            try
            {
                using var product = new TcpClient(new IPEndPoint(_from, 0));
                await product.ConnectAsync(IPAddress.Loopback, _product.Port, _stop.Token);
                var (near, far) = (browser.GetStream(), product.GetStream());
                if (await ReadHeadAsync(near) is not { } read)
                {
                    return;
                }

                await far.WriteAsync(Encoding.Latin1.GetBytes(Rewrite(read.Head)), _stop.Token);
                await far.WriteAsync(read.Body, _stop.Token);
                await Task.WhenAny(near.CopyToAsync(far, _stop.Token), far.CopyToAsync(near, _stop.Token));
            }
            catch (Exception ex) when (ex is IOException or SocketException or OperationCanceledException)
            {
                // One of the two has gone, or the story is over.
            }
        }
    }

    private async Task<(string Head, byte[] Body)?> ReadHeadAsync(NetworkStream from)
    {
        var seen = new byte[LongestHead];
        var length = 0;
        while (length < seen.Length)
        {
            var count = await from.ReadAsync(seen.AsMemory(length), _stop.Token);
            if (count == 0)
            {
                return null;
            }

            length += count;
            var end = seen.AsSpan(0, length).IndexOf("\r\n\r\n"u8);
            if (end >= 0)
            {
                return (Encoding.Latin1.GetString(seen, 0, end + 2), seen[(end + 4)..length]);
            }
        }

        throw new IOException("A head that does not end.");
    }

    private string Rewrite(string head)
    {
        var lines = head.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        var isUpgrade = lines.Any(line => line.StartsWith("Upgrade:", StringComparison.OrdinalIgnoreCase));
        var kept = lines.Where(line => !line.StartsWith("X-Forwarded-", StringComparison.OrdinalIgnoreCase) && (isUpgrade || !line.StartsWith("Connection:", StringComparison.OrdinalIgnoreCase)));
        return string.Join("\r\n", kept) + "\r\n" + (isUpgrade ? "" : "Connection: close\r\n") + _headers + "\r\n";
    }
}
