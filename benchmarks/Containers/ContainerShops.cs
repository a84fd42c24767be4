using System.Text.Json;
using Sluice.Benchmarks.Product;
using Sluice.Engine.Tests.Workloads.Containers;

namespace Sluice.Benchmarks.Containers;

/// <summary>Services that run as containers, one instance each.</summary>
internal sealed class ContainerShops(SluiceApi api, int services)
{
    public IReadOnlyList<ContainerShop> All { get; } = [.. Enumerable.Range(1, services).Select(number => new ContainerShop(api, FormattableString.Invariant($"shop-{number}")))];

    public async Task DeclareAsync(CancellationToken ct)
    {
        foreach (var shop in All)
        {
            await shop.DeclareAsync(ct);
        }
    }
}

/// <summary>One of them, by the API of the product.</summary>
internal sealed class ContainerShop(SluiceApi api, string name)
{
    /// <summary>An engine makes its containers one after another.</summary>
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(5);

    private string _deployment = "";
    private int _releases;

    public Task DeclareAsync(CancellationToken ct) => api.PostAsync(
        "/api/services",
        new { name, environments = new[] { new { name = "production", runtime = new { kind = "container" }, router = new { kind = "gateway", path_prefix = "/" + name } } } },
        ct);

    public async Task GoLiveAsync(CancellationToken ct)
    {
        await DeployAsync([new { share = 100, hold = "0s" }], ct);
        await UntilAsync("succeeded", ct);
    }

    /// <summary>To half of the traffic, where it stays.</summary>
    public async Task GoHalfAsync(CancellationToken ct)
    {
        await DeployAsync([new { share = 50, hold = "1h" }, new { share = 100, hold = "0s" }], ct);
        await api.UntilAsync(_deployment, view => view.GetProperty("stage").GetString() == "hold", ct, s_patience);
    }

    public async Task AbortAsync(CancellationToken ct)
    {
        await api.PostAsync($"/api/deployments/{_deployment}/abort", new { reason = "measured" }, ct);
        await UntilAsync("aborted", ct);
    }

    /// <summary>The canary's instance as the product sees it now.</summary>
    public async Task<JsonElement> CanaryAsync(CancellationToken ct) =>
        (await api.GetAsync($"/api/deployments/{_deployment}/instances", ct)).GetProperty("items").EnumerateArray().Single(instance => instance.GetProperty("role").GetString() == "canary");

    private async Task DeployAsync(object[] phases, CancellationToken ct)
    {
        var release = new
        {
            image = PodmanEngine.Shop,
            env = new Dictionary<string, string>(StringComparer.Ordinal) { ["SHOP_VERSION"] = FormattableString.Invariant($"{++_releases}") },
            container = new { pull = "never" },
            readiness = new { http = "/health", timeout = "2m" },
        };
        var created = await api.PostAsync("/api/deployments", new { service = name, release, plan = new { kind = "phases", phases }, analysis = new { enabled = false } }, ct);
        _deployment = created.GetProperty("deployment").GetString()!;
    }

    private async Task UntilAsync(string status, CancellationToken ct)
    {
        var view = await api.UntilAsync(_deployment, view => view.GetProperty("ended_at").ValueKind != JsonValueKind.Null, ct, s_patience);
        if (view.GetProperty("status").GetString() != status)
        {
            throw new InvalidOperationException($"{_deployment} should have {status}: {view.GetProperty("sentence")}");
        }
    }
}
