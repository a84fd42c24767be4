using System.Diagnostics;

namespace Sluice.Benchmarks.Product;

/// <summary>A steady trickle of requests through the gateway to many services in turn, until it is disposed of.</summary>
internal sealed class LightTraffic : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly HttpClient _http;
    private readonly Task _running;

    /// <param name="perSecond">Requests in all, one after another at even distances.</param>
    public LightTraffic(Uri gateway, int services, int perSecond)
    {
        _http = new() { BaseAddress = gateway };
        _running = RunAsync(services, perSecond);
    }

    public int Sent { get; private set; }

    public int Failed { get; private set; }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _running;
        _http.Dispose();
        _stop.Dispose();
    }

    private async Task RunAsync(int services, int perSecond)
    {
        var clock = Stopwatch.StartNew();
        while (!_stop.IsCancellationRequested)
        {
            using var answer = await _http.GetAsync(new Uri("/" + Fleet.Name(1 + (Sent % services)), UriKind.Relative));
            Sent++;
            Failed += answer.IsSuccessStatusCode ? 0 : 1;
            if (TimeSpan.FromSeconds((double)Sent / perSecond) - clock.Elapsed is var early && early > TimeSpan.FromMilliseconds(1))
            {
                await Task.Delay(early, TimeProvider.System);
            }
        }
    }
}
