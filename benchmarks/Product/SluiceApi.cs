using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Sluice.Benchmarks.Product;

/// <summary>The product's HTTP API as a client sees it. An answer that is not a success is an error with its text.</summary>
internal sealed class SluiceApi : IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);
    private readonly HttpClient _http;

    public SluiceApi(Uri address, string token)
    {
        _http = new() { BaseAddress = address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public async Task<JsonElement> PostAsync(string path, object body, CancellationToken ct)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body, Json, ct);
        return await ReadAsync(answer, path, ct);
    }

    public async Task<JsonElement> GetAsync(string path, CancellationToken ct)
    {
        using var answer = await _http.GetAsync(new Uri(path, UriKind.Relative), ct);
        return await ReadAsync(answer, path, ct);
    }

    /// <summary>One sample of <c>/metrics</c>.</summary>
    /// <param name="sample">Name and labels as they stand there.</param>
    public async Task<double> MetricAsync(string sample, CancellationToken ct)
    {
        var text = await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative), ct);
        var line = text.Split('\n').FirstOrDefault(line => line.StartsWith(sample + " ", StringComparison.Ordinal)) ?? throw new InvalidOperationException($"/metrics has no {sample}.");
        return double.Parse(line[(sample.Length + 1)..], CultureInfo.InvariantCulture);
    }

    /// <summary>All samples of a family of <c>/metrics</c> that have labels, together.</summary>
    public async Task<double> SumAsync(string family, CancellationToken ct)
    {
        var text = await _http.GetStringAsync(new Uri("/metrics", UriKind.Relative), ct);
        return text.Split('\n').Where(line => line.StartsWith(family + "{", StringComparison.Ordinal)).Sum(line => double.Parse(line[(line.LastIndexOf(' ') + 1)..], CultureInfo.InvariantCulture));
    }

    /// <summary>Asks until the deployment is as expected.</summary>
    /// <param name="limit">One minute unless told.</param>
    public async Task<JsonElement> UntilAsync(string deployment, Func<JsonElement, bool> isThere, CancellationToken ct, TimeSpan? limit = null)
    {
        var clock = Stopwatch.StartNew();
        while (true)
        {
            var view = await GetAsync($"/api/deployments/{deployment}", ct);
            if (isThere(view))
            {
                return view;
            }

            if (clock.Elapsed > (limit ?? s_patience))
            {
                throw new TimeoutException($"The deployment {deployment} does not get there: {view.GetProperty("sentence")}");
            }

            await Task.Delay(TimeSpan.FromMilliseconds(50), TimeProvider.System, ct);
        }
    }

    public void Dispose() => _http.Dispose();

    private static async Task<JsonElement> ReadAsync(HttpResponseMessage answer, string path, CancellationToken ct) =>
        answer.IsSuccessStatusCode
            ? await answer.Content.ReadFromJsonAsync<JsonElement>(Json, ct)
            : throw new InvalidOperationException($"{path} answered {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync(ct)}");
}
