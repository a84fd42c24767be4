using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Sluice.Engine.Metrics.Scraping;

/// <summary>Asks an instance for what it tells about itself: one GET, bounded in time, in size and in how many go on at once.</summary>
internal sealed class ScrapeClient(TimeProvider time) : IDisposable
{
    public const int LargestBody = 1024 * 1024;

    private const int MostAtOnce = 32;
    private const int MostHeadersKb = 16;

    private static readonly TimeSpan s_timeout = TimeSpan.FromSeconds(2);
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly SemaphoreSlim _room = new(MostAtOnce);
    private readonly HttpMessageInvoker _http = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ActivityHeadersPropagator = null,
        MaxResponseHeadersLength = MostHeadersKb,
        PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
    });

    /// <returns>The text; or why there is none, as the end of a sentence.</returns>
    public async Task<(string? Text, string? Why)> GetAsync(string address, string path, CancellationToken ct)
    {
        // Joined as text: a path that begins with two slashes would otherwise name another host.
        var url = new Uri(new Uri(address).GetLeftPart(UriPartial.Authority) + path);
        await _room.WaitAsync(ct);
        try
        {
            using var late = new CancellationTokenSource(s_timeout, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, late.Token);
            try
            {
                return await GetAsync(url, either.Token);
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                return (null, string.Create(CultureInfo.InvariantCulture, $"GET {url} took longer than {s_timeout.TotalSeconds} s"));
            }
            catch (Exception ex) when (ex is HttpRequestException or SocketException or IOException)
            {
                return (null, ex.GetBaseException() is SocketException { SocketErrorCode: SocketError.ConnectionRefused } ? $"nobody listens at {url}" : $"GET {url}: {ex.GetBaseException().Message.TrimEnd('.')}");
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

    private async Task<(string? Text, string? Why)> GetAsync(Uri url, CancellationToken ct)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        request.Headers.TryAddWithoutValidation("Accept", "text/plain;version=0.0.4");
        using var response = await _http.SendAsync(request, ct);
        if (response.StatusCode != HttpStatusCode.OK)
        {
            return (null, string.Create(CultureInfo.InvariantCulture, $"GET {url} answered {(int)response.StatusCode}"));
        }

        await using var body = await response.Content.ReadAsStreamAsync(ct);
        using var read = new MemoryStream();
        var chunk = new byte[16 * 1024];
        for (var count = await body.ReadAsync(chunk, ct); count > 0; count = await body.ReadAsync(chunk, ct))
        {
            if (read.Length + count > LargestBody)
            {
                return (null, string.Create(CultureInfo.InvariantCulture, $"GET {url} answered more than {LargestBody / 1024 / 1024} MiB"));
            }

            read.Write(chunk, 0, count);
        }

        try
        {
            return (s_strict.GetString(read.GetBuffer(), 0, (int)read.Length), null);
        }
        catch (DecoderFallbackException)
        {
            return (null, $"GET {url} answered what is no UTF-8");
        }
    }
}
