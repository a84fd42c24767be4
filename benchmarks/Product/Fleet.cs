using System.Globalization;
using System.Text.Json;

namespace Sluice.Benchmarks.Product;

/// <summary>Many services whose instances the benchmark itself serves.</summary>
internal sealed class Fleet(SluiceApi api, Endpoints endpoints)
{
    private const int AtOnce = 8;

    public static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"service-{number:000}");

    /// <summary>Declares the services, each with a stable release that is live and a second release.</summary>
    public Task DeclareAsync(int count, CancellationToken ct) => EachAsync(
        count,
        async number =>
        {
            var name = Name(number);
            await api.PostAsync(
                "/api/services",
                new
                {
                    name,
                    environments = new[] { new { name = "production", runtime = new { kind = "external" }, router = new { kind = "gateway", path_prefix = "/" + name } } },
                },
                ct);
            foreach (var endpoint in new[] { endpoints.Stable, endpoints.Canary })
            {
                await api.PostAsync($"/api/services/{name}/releases", new { endpoints = new[] { endpoint }, readiness = new { http = "/health", timeout = "20s" } }, ct);
            }

            var first = await api.PostAsync("/api/deployments", new { service = name, release = 1, plan = new { hold = "0s" }, analysis = new { enabled = false } }, ct);
            await api.UntilAsync(Id(first), view => view.GetProperty("status").GetString() == "succeeded", ct);
        },
        ct);

    /// <summary>Starts the second release with one long phase, and waits until the gateway was seen to give it its share.</summary>
    public async Task<string> StartAsync(int number, int share, CancellationToken ct)
    {
        var created = await api.PostAsync(
            "/api/deployments",
            new
            {
                service = Name(number),
                release = 2,
                plan = new { phases = new[] { new { share, hold = "2h" }, new { share = 100, hold = "2h" } }[(share == 100 ? 1 : 0)..] },
                thresholds = new { error_rate = 0.05, latency_p99 = "5s" },
                analysis = new { interval = "10s", lookback = "1m", min_requests = 10 },
            },
            ct);
        await api.UntilAsync(
            Id(created),
            view => view.GetProperty("split").GetProperty("set") is { ValueKind: JsonValueKind.Object } set && set.GetProperty("canary").GetDecimal() == share,
            ct);
        return Id(created);
    }

    private static string Id(JsonElement created) => created.GetProperty("deployment").GetString()!;

    /// <param name="count">The work is done for 1 to this number.</param>
    public static Task EachAsync(int count, Func<int, Task> work, CancellationToken ct) =>
        Parallel.ForEachAsync(Enumerable.Range(1, count), new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = ct }, async (number, _) => await work(number));
}
