using System.Globalization;
using System.Text.Json;
using Sluice.Benchmarks.Product;

namespace Sluice.Benchmarks.ZeroDowntime;

/// <summary>A shop of real processes in the care of the product, taken live and back again by its API.</summary>
internal sealed class ShopUnderLoad(SluiceApi api)
{
    private const int Replicas = 2;
    private int _releases;

    /// <summary>Declares the service and takes its first release live.</summary>
    public async Task DeclareAsync(CancellationToken ct)
    {
        await api.PostAsync(
            "/api/services",
            new
            {
                name = "shop",
                environments = new[] { new { name = "production", runtime = new { kind = "process", drain_timeout = "10s" }, router = new { kind = "gateway", path_prefix = "/" } } },
            },
            ct);
        await UntilAsync(await DeployAsync("canary", new { kind = "phases", phases = new[] { new { share = 100, hold = "0s" } } }, ct), "succeeded", ct);
    }

    /// <summary>A canary at half of the traffic, then everything.</summary>
    public async Task<string> CanaryAsync(CancellationToken ct) =>
        await UntilAsync(await DeployAsync("canary", new { kind = "phases", phases = new[] { new { share = 50, hold = "1s" }, new { share = 100, hold = "1s" } } }, ct), "succeeded", ct);

    public async Task<string> SwitchAsync(CancellationToken ct) => await UntilAsync(await DeployAsync("blue_green", new { hold = "1s", standby = "1h" }, ct), "succeeded", ct);

    public async Task<string> RollAsync(CancellationToken ct) => await UntilAsync(await DeployAsync("rolling", new { hold = "1s" }, ct), "succeeded", ct);

    /// <summary>Replaces the first batch and stays there.</summary>
    public async Task<string> RollHalfAsync(CancellationToken ct)
    {
        var deployment = await DeployAsync("rolling", new { hold = "1h" }, ct);
        await api.UntilAsync(deployment, view => view.GetProperty("stage").GetString() == "hold", ct);
        return deployment;
    }

    /// <summary>Switches and stays in the soak.</summary>
    public async Task<string> SoakAsync(CancellationToken ct)
    {
        var deployment = await DeployAsync("blue_green", new { hold = "1h" }, ct);
        await api.UntilAsync(deployment, view => view.GetProperty("stage").GetString() == "hold", ct);
        return deployment;
    }

    /// <summary>Back to what served before, after the deployment has succeeded.</summary>
    /// <returns>Milliseconds from the order to the first answer of another version.</returns>
    public async Task<double> GoBackAsync(string deployment, SteadyLoad load, CancellationToken ct)
    {
        var created = default(JsonElement);
        var milliseconds = await OtherAnswer.AfterAsync(
            async () => created = await api.PostAsync($"/api/deployments/{deployment}/roll_back", new { reason = "measured" }, ct),
            () => load.VersionAsync(ct),
            ct);
        await UntilAsync(created.GetProperty("deployment").GetString()!, "succeeded", ct);
        return milliseconds;
    }

    /// <summary>Switches back in the soak.</summary>
    /// <returns>Milliseconds from the order to the first answer of another version.</returns>
    public async Task<double> AbortAsync(string deployment, SteadyLoad load, CancellationToken ct)
    {
        var milliseconds = await OtherAnswer.AfterAsync(
            () => api.PostAsync($"/api/deployments/{deployment}/abort", new { reason = "measured" }, ct),
            () => load.VersionAsync(ct),
            ct);
        await UntilAsync(deployment, "aborted", ct);
        return milliseconds;
    }

    /// <summary>Calls it off, and waits until what served before has all of the traffic again.</summary>
    public async Task CallOffAsync(string deployment, CancellationToken ct)
    {
        await api.PostAsync($"/api/deployments/{deployment}/abort", new { reason = "measured" }, ct);
        await UntilAsync(deployment, "aborted", ct);
    }

    private async Task<string> DeployAsync(string strategy, object plan, CancellationToken ct)
    {
        var version = (++_releases).ToString(CultureInfo.InvariantCulture);
        var created = await api.PostAsync(
            "/api/deployments",
            new
            {
                service = "shop",
                release = new
                {
                    command = new[] { Places.ShopProgram },
                    env = new Dictionary<string, string>(StringComparer.Ordinal) { ["SHOP_VERSION"] = version },
                    replicas = Replicas,
                    readiness = new { http = "/health", timeout = "30s" },
                },
                strategy,
                plan,
                analysis = new { enabled = false },
            },
            ct);
        return created.GetProperty("deployment").GetString()!;
    }

    private async Task<string> UntilAsync(string deployment, string status, CancellationToken ct)
    {
        var view = await api.UntilAsync(deployment, view => view.GetProperty("ended_at").ValueKind != JsonValueKind.Null, ct);
        return view.GetProperty("status").GetString() == status
            ? deployment
            : throw new InvalidOperationException($"{deployment} should have {status}: {view.GetProperty("sentence")}");
    }
}
