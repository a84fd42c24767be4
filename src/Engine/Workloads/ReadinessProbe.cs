using System.Globalization;
using System.Net.Sockets;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Engine.Workloads;

/// <summary>Asks an instance once whether it is ready: GET answers 2xx or 3xx, or a TCP connection opens, within one second.</summary>
internal sealed class ReadinessProbe(TimeProvider time) : IDisposable
{
    private const int MostAtOnce = 128;

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(1);

    private readonly SemaphoreSlim _room = new(MostAtOnce);

    // A new connection for each probe: an old one would not notice that nobody listens any more.
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.Zero,
    });

    /// <param name="since">When the instance was started, or first heard of.</param>
    /// <returns>Null when it is ready, else why not, as the end of a sentence.</returns>
    public async Task<string?> AskAsync(Uri address, Readiness readiness, DateTimeOffset since, CancellationToken ct)
    {
        if (readiness.RunsFor is { } length)
        {
            return time.GetUtcNow() - since >= length ? null : $"is not asked, and counts as ready when it has run for {Durations.Format(length)}";
        }

        await _room.WaitAsync(ct);
        try
        {
            using var late = new CancellationTokenSource(s_timeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
            try
            {
                return readiness.HttpPath is { } path
                    ? await GetAsync(At(address, path), either.Token)
                    : await ConnectAsync(address, either.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return $"{Name(address, readiness)} did not answer within one second";
            }
            catch (Exception ex) when (ex is HttpRequestException or SocketException or IOException)
            {
                return ex.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionRefused }
                    ? $"{Name(address, readiness)}: nobody listens there"
                    : $"{Name(address, readiness)}: {ex.GetBaseException().Message}";
            }
        }
        finally
        {
            _room.Release();
        }
    }

    public void Dispose()
    {
        _http.Dispose();
        _room.Dispose();
    }

    private async Task<string?> GetAsync(Uri address, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        using var response = await _http.SendAsync(request, ct);
        var status = (int)response.StatusCode;
        return status is >= 200 and < 400 ? null : string.Create(CultureInfo.InvariantCulture, $"GET {address} answered {status}");
    }

    private static async Task<string?> ConnectAsync(Uri address, CancellationToken ct)
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await socket.ConnectAsync(address.DnsSafeHost, address.Port, ct);
        return null;
    }

    private static string Name(Uri address, Readiness readiness) => readiness.HttpPath is { } path
        ? $"GET {At(address, path)}"
        : string.Create(CultureInfo.InvariantCulture, $"TCP {address.Host}:{address.Port}");

    // Joined as text: a path that begins with two slashes would otherwise name another host.
    private static Uri At(Uri address, string path) => new(address.GetLeftPart(UriPartial.Authority) + path);
}
