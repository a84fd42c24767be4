namespace Sluice.Benchmarks.Product;

/// <summary>
/// From an abort to the first changed weight, as traffic feels it: the canary has all of the traffic, so the first answer that comes
/// from stable proves that the gateway serves another weight.
/// </summary>
internal sealed class AbortRace(Uri gateway) : IDisposable
{
    private readonly HttpClient _http = new() { BaseAddress = gateway };

    /// <param name="abort">Gives the order; the clock starts just before.</param>
    /// <returns>Milliseconds.</returns>
    public async Task<double> RunAsync(string service, Func<Task> abort, CancellationToken ct) => await AskAsync(service, ct) == Endpoints.CanaryAnswer
        ? await OtherAnswer.AfterAsync(abort, () => AskAsync(service, ct), ct)
        : throw new InvalidOperationException($"The canary of {service} does not have all of the traffic.");

    public void Dispose() => _http.Dispose();

    private async Task<string?> AskAsync(string service, CancellationToken ct) => await _http.GetStringAsync(new Uri("/" + service, UriKind.Relative), ct);
}
