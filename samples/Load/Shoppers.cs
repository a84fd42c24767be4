using System.Globalization;
using System.Net;

namespace Sluice.Load;

/// <summary>How one request ended.</summary>
/// <param name="Error">What went wrong in a word (a status from 400 on, <c>unreachable</c>, <c>timeout</c>); null: nothing.</param>
/// <param name="Version">What the answer's <c>Shop-Version</c> says; null: nothing.</param>
internal sealed record Answer(string? Error, string? Version);

/// <summary>Sends one request and says how it ended; a dead target is an answer too.</summary>
internal sealed class Shoppers : IDisposable
{
    private readonly LoadOptions _options;
    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public Shoppers(LoadOptions options, TimeProvider time)
    {
        _options = options;
        _time = time;
        _http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, UseProxy = false })
        {
            BaseAddress = options.Url,
            Timeout = Timeout.InfiniteTimeSpan,   // ours goes by the clock that we were given
        };
    }

    public async Task<Answer> AskAsync(HttpMethod method, string path, CancellationToken ct)
    {
        using var late = new CancellationTokenSource(_options.Timeout, _time);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(late.Token, ct);
        using var request = new HttpRequestMessage(method, path);
        request.Headers.Host = _options.Host;
        try
        {
            using var response = await _http.SendAsync(request, ends.Token);
            return new Answer(ErrorOf(response.StatusCode), response.Headers.TryGetValues("Shop-Version", out var versions) ? versions.First() : null);
        }
        catch (HttpRequestException)
        {
            return new Answer("unreachable", Version: null);
        }
        catch (OperationCanceledException) when (late.IsCancellationRequested)
        {
            return new Answer("timeout", Version: null);
        }
    }

    public void Dispose() => _http.Dispose();

    // Nothing in the mix is a bad request, so a status like 404 is a failure of the target.
    private static string? ErrorOf(HttpStatusCode status) =>
        status >= HttpStatusCode.BadRequest ? ((int)status).ToString(CultureInfo.InvariantCulture) : null;
}
