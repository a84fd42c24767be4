using System.Net;
using Sluice.Gateway.Contract;

namespace Sluice.Gateway.Destinations;

/// <summary>Asks destinations whether they are well: one loop per destination that has a probe.</summary>
internal sealed partial class Prober(TimeProvider time, ILogger<Prober> logger) : IAsyncDisposable
{
    private const int BadToFail = 2;

    private readonly HttpMessageInvoker _client = new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = TimeSpan.FromMinutes(1),
    });

    private readonly Dictionary<(Destination Destination, GatewayProbe Probe), Loop> _loops = [];

    /// <summary>Starts what is new and ends what is gone. Called by one thread at a time.</summary>
    public void Follow(IEnumerable<PlacedDestination> destinations)
    {
        var wanted = destinations.Where(placed => placed.Probe is not null).Select(placed => (placed.Destination, placed.Probe!)).ToHashSet();
        foreach (var (key, loop) in _loops.Where(entry => !wanted.Contains(entry.Key)).ToList())
        {
            _loops.Remove(key);
            loop.Stop.Cancel();
        }

        foreach (var key in wanted.Where(key => !_loops.ContainsKey(key)))
        {
            var stop = new CancellationTokenSource();
            _loops.Add(key, new Loop(stop, ProbeAsync(key.Destination, key.Item2, stop.Token)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var loop in _loops.Values)
        {
            await loop.Stop.CancelAsync();
            await loop.Run;
            loop.Stop.Dispose();
        }

        _client.Dispose();
    }

    private async Task ProbeAsync(Destination destination, GatewayProbe probe, CancellationToken ct)
    {
        var uri = new Uri(destination.Address.TrimEnd('/') + probe.Path);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(probe.IntervalMs), time);
        try
        {
            var bad = 0;
            do
            {
                var found = await AskAsync(uri, probe.TimeoutMs, ct);
                bad = found is null ? 0 : bad + 1;
                if (found is null && destination.Probed(healthy: true))
                {
                    Log.Recovered(logger, destination.Id, uri);
                }
                else if (bad >= BadToFail && destination.Probed(healthy: false))
                {
                    Log.Failed(logger, destination.Id, uri, found!);
                }
            }
            while (await timer.WaitForNextTickAsync(ct));
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // What is no longer probed is judged by its traffic alone.
            destination.Probed(healthy: true);
        }
    }

    /// <returns>What was wrong, or null.</returns>
    private async Task<string?> AskAsync(Uri uri, int timeoutMs, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(timeoutMs), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, timeout.Token);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            using var response = await _client.SendAsync(request, either.Token);
            return response.StatusCode is >= HttpStatusCode.OK and < HttpStatusCode.BadRequest ? null : $"answered {(int)response.StatusCode}";
        }
        catch (HttpRequestException ex)
        {
            return ex.Message;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return $"no answer within {timeoutMs} ms";
        }
    }

    private sealed record Loop(CancellationTokenSource Stop, Task Run);

    private static partial class Log
    {
        [LoggerMessage(1, LogLevel.Warning, "Destination {Destination} is unhealthy: {Uri} {Found}")]
        public static partial void Failed(ILogger logger, string destination, Uri uri, string found);

        [LoggerMessage(2, LogLevel.Information, "Destination {Destination} is healthy again ({Uri})")]
        public static partial void Recovered(ILogger logger, string destination, Uri uri);
    }
}
