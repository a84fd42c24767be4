using System.Collections.Concurrent;

namespace Sluice.Engine.Tests.Stories;

/// <summary>Visits a service through the gateway at a fixed rate, however slow the answers are, and counts what comes back.</summary>
internal sealed class Visitors : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly HttpClient _http = new(new SocketsHttpHandler { UseProxy = false }) { Timeout = s_patience };
    private readonly CancellationTokenSource _leaving = new();
    private readonly ConcurrentDictionary<int, Task> _open = new();
    private readonly ConcurrentDictionary<string, int> _versions = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<string> _broken = new();
    private readonly Uri _address;
    private readonly string _host;
    private readonly HttpMethod _method;
    private readonly int _together;
    private readonly (string Name, string Value)? _header;
    private readonly Task _coming;
    private int _errors;
    private int _answers;

    /// <param name="host">The service's host name.</param>
    /// <param name="together">How many come at once.</param>
    /// <param name="header">What all of them send.</param>
    public Visitors(Uri gateway, string host, HttpMethod? method = null, string path = "/cart", int together = 1, (string Name, string Value)? header = null)
    {
        (_address, _host, _method, _together, _header) = (new Uri(gateway, path), host, method ?? HttpMethod.Get, together, header);
        _coming = Task.Run(ComeAsync);
    }

    /// <summary>Requests that nobody of the service answered: connections broken, or the gateway's own 502, 503, 504.</summary>
    public IReadOnlyCollection<string> Broken => _broken;

    /// <summary>Answers of the service that say that it failed.</summary>
    public int Errors => _errors;

    public int Answers => _answers;

    /// <summary>Answers by the version that gave them.</summary>
    public int AnswersOf(string version) => _versions.GetValueOrDefault(version);

    /// <summary>No more visits; the open ones end.</summary>
    public async Task LeaveAsync()
    {
        await _leaving.CancelAsync();
        await _coming;
        await Task.WhenAll(_open.Values);
    }

    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        _http.Dispose();
        _leaving.Dispose();
    }

    private async Task ComeAsync()
    {
        using var clock = new PeriodicTimer(s_pause, TimeProvider.System);
        for (var number = 0; !_leaving.IsCancellationRequested; number++)
        {
            var visit = number;
            _open[visit] = Task.Run(async () =>
            {
                await VisitAsync();
                _open.TryRemove(visit, out _);
            });
            if (visit % _together == _together - 1)
            {
                await clock.WaitForNextTickAsync(CancellationToken.None);
            }
        }
    }

    private async Task VisitAsync()
    {
        try
        {
            using var request = new HttpRequestMessage(_method, _address) { Headers = { Host = _host } };
            if (_header is { } header)
            {
                request.Headers.Add(header.Name, header.Value);
            }

            using var answer = await _http.SendAsync(request, CancellationToken.None);
            var version = answer.Headers.TryGetValues("Shop-Version", out var values) ? values.First() : null;
            Interlocked.Increment(ref _answers);
            if (version is null)
            {
                _broken.Enqueue($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(CancellationToken.None)}");
                return;
            }

            _versions.AddOrUpdate(version, 1, (_, count) => count + 1);
            if ((int)answer.StatusCode >= 500)
            {
                Interlocked.Increment(ref _errors);
            }
        }
        catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException)
        {
            _broken.Enqueue($"{TimeProvider.System.GetUtcNow():HH:mm:ss.fff} {ex.GetBaseException().Message}");
        }
    }
}
