using System.Collections.Concurrent;
using System.Diagnostics;

namespace Sluice.Benchmarks.ZeroDowntime;

/// <summary>
/// Requests at even distances, whatever becomes of the earlier ones (an open loop), one in <see cref="SlowOneIn"/> of them slow, until it is disposed of.
/// Whatever is not a 200 of the service counts as failed.
/// </summary>
internal sealed class SteadyLoad : IAsyncDisposable
{
    public const int SlowOneIn = 50;
    private static readonly Uri s_quick = new("/cart", UriKind.Relative);
    private static readonly Uri s_slow = new("/statement", UriKind.Relative);

    private readonly CancellationTokenSource _stop = new();
    private readonly ConcurrentQueue<string> _failures = new();
    private readonly HttpClient _http;
    private readonly Task _running;

    public SteadyLoad(Uri gateway, int perSecond)
    {
        _http = new(new SocketsHttpHandler { UseProxy = false }) { BaseAddress = gateway, Timeout = TimeSpan.FromSeconds(30) };
        _running = Task.Run(() => RunAsync(perSecond));
    }

    /// <summary>Requests so far; read after the end.</summary>
    public int Sent { get; private set; }

    public IReadOnlyCollection<string> Failures => _failures;

    /// <summary>What the service says that it is, asked once.</summary>
    public async Task<string?> VersionAsync(CancellationToken ct)
    {
        using var answer = await _http.GetAsync(s_quick, ct);
        return VersionOf(answer);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(int perSecond)
    {
        var requests = new List<Task>();
        var clock = Stopwatch.StartNew();
        while (!_stop.IsCancellationRequested)
        {
            requests.Add(SendAsync(++Sent));
            if (TimeSpan.FromSeconds((double)Sent / perSecond) - clock.Elapsed is var early && early > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(early, TimeProvider.System);
            }
        }

        await Task.WhenAll(requests);
    }

    private async Task SendAsync(int number)
    {
        try
        {
            using var answer = await _http.GetAsync(number % SlowOneIn == 0 ? s_slow : s_quick);
            if (!answer.IsSuccessStatusCode || VersionOf(answer) is null)
            {
                _failures.Enqueue($"{(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync()}");
            }
        }
        catch (Exception ex) when (ex is HttpRequestException or OperationCanceledException)
        {
            _failures.Enqueue(ex.GetBaseException().Message);
        }
    }

    private static string? VersionOf(HttpResponseMessage answer) => answer.Headers.TryGetValues("Shop-Version", out var values) ? values.First() : null;
}
