using System.Diagnostics;

namespace Sluice.Benchmarks.Product;

/// <summary>
/// From an abort to the first changed weight, as traffic feels it: the canary has all of the traffic, so the first answer that comes
/// from stable proves that the gateway serves another weight.
/// </summary>
internal sealed class AbortRace(Uri gateway) : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Between = TimeSpan.FromMilliseconds(2);

    private readonly HttpClient _http = new() { BaseAddress = gateway };

    /// <param name="abort">Gives the order; the clock starts just before.</param>
    /// <returns>Milliseconds.</returns>
    public async Task<double> RunAsync(string service, Func<Task> abort, CancellationToken ct)
    {
        if (await AskAsync(service, ct) != Endpoints.CanaryAnswer)
        {
            throw new InvalidOperationException($"The canary of {service} does not have all of the traffic.");
        }

        var clock = Stopwatch.StartNew();
        var ordered = Task.Run(abort, ct);
        while (await AskAsync(service, ct) != Endpoints.StableAnswer)
        {
            if (clock.Elapsed > Limit)
            {
                throw new TimeoutException($"The traffic of {service} did not move.");
            }

            await Task.Delay(Between, TimeProvider.System, ct);
        }

        var milliseconds = clock.Elapsed.TotalMilliseconds;
        await ordered;
        return milliseconds;
    }

    public void Dispose() => _http.Dispose();

    private Task<string> AskAsync(string service, CancellationToken ct) => _http.GetStringAsync(new Uri("/" + service, UriKind.Relative), ct);
}
