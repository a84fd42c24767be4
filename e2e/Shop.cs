using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace Sluice.E2E;

/// <summary>The demonstration's service, ordered through the API. Prepares what a story begins with, and reads back what it has come to.</summary>
public sealed class Shop : IDisposable
{
    /// <summary>Long enough for what needs evidence on a busy machine.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    private readonly RunningApp _app;
    private readonly HttpClient _http;

    private Shop(RunningApp app)
    {
        _app = app;
        _http = new HttpClient { BaseAddress = app.Address };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", app.Token);
        _http.DefaultRequestHeaders.Add("Sluice-Actor", "ada");
    }

    /// <summary>The shop with whatever is on its way.</summary>
    public static Shop AsItIs(RunningApp app) => new(app ?? throw new ArgumentNullException(nameof(app)));

    /// <summary>The shop with a live release and nothing on its way.</summary>
    public static async Task<Shop> CalmAsync(RunningApp app)
    {
        var shop = AsItIs(app);

        // The demonstration starts two by itself: the first release, then a canary.
        await shop.UntilAsync("the demonstration has started its canary", "/api/deployments", list => list.GetProperty("total").GetInt32() >= 2);
        await shop.EndAllAsync();
        return shop;
    }

    /// <summary>Starts a deployment of a new release and answers its number.</summary>
    /// <param name="phases">Share and hold of each phase.</param>
    /// <param name="faults">The release's environment.</param>
    /// <param name="rollback">The policy; null for the usual one.</param>
    /// <param name="analysis">How it is judged; null for what decides quickly.</param>
    /// <param name="gateBefore">The phase before which another person has to approve.</param>
    /// <param name="gate">The rule of that gate; null for the usual one.</param>
    public Task<int> StartAsync(string notes, IReadOnlyList<(int Share, string Hold)> phases, (string Name, string Value)[]? faults = null, object? rollback = null, object? analysis = null, int? gateBefore = null, object? gate = null) =>
        StartAsync(
            "canary",
            new { kind = "phases", phases = phases.Select((phase, i) => new { share = phase.Share, hold = phase.Hold, gate = i == gateBefore ? gate ?? true : false }) },
            notes, faults ?? [], rollback, analysis);

    /// <summary>Starts a blue/green deployment of a new release, which asks before it switches and then soaks for an hour.</summary>
    public Task<int> StartSwitchAsync(string notes) => StartAsync("blue_green", new { hold = "1h", standby = "5m", gate = new { four_eyes = false } }, notes, [], rollback: null, analysis: null);

    /// <summary>Declares what the instances of the shop tell about themselves.</summary>
    public Task DeclareAsync(params object[] metrics) => PostAsync("/api/services", new
    {
        name = "shop",
        environments = new[] { new { name = "production", runtime = new { kind = "process" }, router = new { kind = "gateway", path_prefix = "/" }, metrics } },
    });

    /// <summary>Declares so many other services, that nothing was ever deployed to.</summary>
    public Task JoinedByAsync(int count) => Parallel.ForEachAsync(Enumerable.Range(0, count), new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, _) =>
    {
        var name = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"another-{i:0000}");
        await PostAsync("/api/services", new
        {
            name,
            environments = new[] { new { name = "production", runtime = new { kind = "external" }, router = new { kind = "gateway", path_prefix = "/" + name } } },
        });
    });

    /// <summary>Says whether orders against the verdict need somebody else; nothing may be on its way.</summary>
    public Task WantsSecondPersonAsync(bool wanted) => PostAsync("/api/services", new
    {
        name = "shop",
        environments = new[] { new { name = "production", runtime = new { kind = "process" }, router = new { kind = "gateway", path_prefix = "/" }, override_approval = wanted } },
    });

    public Task<JsonElement> ReadAsync(int number) => GetAsync($"/api/deployments/shop-{number}");

    /// <summary>Waits until it asks people.</summary>
    public Task UntilAskingAsync(int number) => UntilAsync(number, "it asks", d => d.GetProperty("open_gate").ValueKind == JsonValueKind.Object);

    /// <summary>What the audit log says, newest first.</summary>
    public async Task<JsonElement> AuditAsync(string filter) => (await GetAsync($"/api/audit?{filter}")).GetProperty("items");

    /// <summary>Waits until it holds a phase with the share set at the router.</summary>
    public Task UntilBakingAsync(int number, int phase = 0) => UntilAsync(
        $"shop-{number} holds phase {phase}", $"/api/deployments/shop-{number}", d => d.GetProperty("stage").GetString() == "hold" && d.GetProperty("phase").GetProperty("index").GetInt32() == phase);

    public Task UntilAsync(int number, string what, Func<JsonElement, bool> holds) => UntilAsync(what, $"/api/deployments/shop-{number}", holds);

    /// <summary>Gives an order and answers with the status code and the problem, or the answer.</summary>
    public async Task<(HttpStatusCode Status, JsonElement Body)> OrderAsync(int number, string command, object? body = null)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri($"/api/deployments/shop-{number}/{command}", UriKind.Relative), body ?? new { });
        return (answer.StatusCode, await answer.Content.ReadFromJsonAsync<JsonElement>());
    }

    /// <summary>Which release answers at the gateway, for so many requests.</summary>
    public async Task<IReadOnlySet<string>> VersionsServedAsync(int requests)
    {
        using var http = new HttpClient { BaseAddress = _app.Gateway };
        var versions = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < requests; i++)
        {
            using var answer = await http.GetAsync(new Uri("/products", UriKind.Relative));
            versions.Add(answer.Headers.GetValues("Shop-Version").Single());
        }

        return versions;
    }

    /// <summary>Waits until the store can be read and everything else is well.</summary>
    public async Task UntilReadyAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        while (true)
        {
            using var answer = await _http.GetAsync(new Uri("/health/ready", UriKind.Relative), limit.Token);
            if (answer.IsSuccessStatusCode)
            {
                return;
            }

            await timer.WaitForNextTickAsync(limit.Token);
        }
    }

    public void Dispose() => _http.Dispose();

    private async Task<int> StartAsync(string strategy, object plan, string notes, (string Name, string Value)[] faults, object? rollback, object? analysis)
    {
        var version = (await GetAsync("/api/services/shop/releases")).GetProperty("total").GetInt32() + 1;
        var env = faults.Append(("SHOP_VERSION", $"{version}")).ToDictionary(pair => pair.Item1, pair => pair.Item2, StringComparer.Ordinal);
        var answer = await PostAsync("/api/deployments", new
        {
            service = "shop",
            release = new { command = new[] { Places.ShopProgram }, env, replicas = 2, readiness = new { http = "/health", timeout = "30s" }, notes },
            strategy,
            plan,
            thresholds = new { error_rate = 0.05, latency_p95 = "1500ms" },

            // Quick to decide: what these stories are about is not how sure it is. The demonstration's own releases are judged by evidence.
            analysis = analysis ?? new { mode = "point", interval = "1s", lookback = "10s", successful_runs = 1, failed_runs = 2, min_requests = 15 },
            rollback = rollback ?? new { enabled = true },
        });
        return int.Parse(answer.GetProperty("deployment").GetString()!["shop-".Length..], System.Globalization.CultureInfo.InvariantCulture);
    }

    private async Task EndAllAsync()
    {
        const string active = "/api/deployments?service=shop&active=true&limit=100";
        foreach (var item in (await GetAsync(active)).GetProperty("items").EnumerateArray())
        {
            // The list is a moment behind: one that has ended meanwhile refuses, which is as good.
            using var answer = await _http.PostAsJsonAsync(new Uri($"/api/deployments/{item.GetProperty("id").GetString()}/abort", UriKind.Relative), new { });
            Assert.True(answer.IsSuccessStatusCode || answer.StatusCode == HttpStatusCode.Conflict, await answer.Content.ReadAsStringAsync());
        }

        await UntilAsync("nothing is on its way", active, list => list.GetProperty("total").GetInt32() == 0);
    }

    private async Task UntilAsync(string what, string path, Func<JsonElement, bool> holds)
    {
        var since = Stopwatch.GetTimestamp();
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        var seen = await GetAsync(path);
        while (!holds(seen))
        {
            Assert.True(Stopwatch.GetElapsedTime(since) < Patience, $"Waited {Patience.TotalSeconds} s until {what}; last seen: {seen}");
            await timer.WaitForNextTickAsync();
            seen = await GetAsync(path);
        }
    }

    /// <summary>What the API answers.</summary>
    public async Task<JsonElement> GetAsync(string path) => await _http.GetFromJsonAsync<JsonElement>(new Uri(path, UriKind.Relative));

    /// <summary>Sends it to the API, which has to take it.</summary>
    public async Task<JsonElement> PostAsync(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync(new Uri(path, UriKind.Relative), body);
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{path}: {(int)answer.StatusCode} {text}");
        return JsonSerializer.Deserialize<JsonElement>(text);
    }
}
