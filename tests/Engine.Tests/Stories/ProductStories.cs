using System.Globalization;
using System.Text.Json;

namespace Sluice.Engine.Tests.Stories;

/// <summary>The product killed with <c>kill -9</c> while it delivers, with visitors at the gateway all the time.</summary>
public sealed class ProductStories
{
    /// <summary>Unlike that of any other run of the tests on this machine: what is left over is found by it.</summary>
    public static string Service { get; } = string.Create(CultureInfo.InvariantCulture, $"product-{Environment.ProcessId}");

    [Fact]
    public async Task Killed_again_and_again_it_interrupts_no_traffic_and_ends_the_deployment_as_it_would_have()
    {
        await using var product = new ProductHost();
        await product.StartAsync();
        await product.PostAsync("/api/services", new
        {
            name = Service,
            environments = new[] { new { name = "production", runtime = new { kind = "process" }, router = new { kind = "gateway", host = Service + ".test", path_prefix = "/" } } },
        });
        var first = await DeployAsync(product, "1", [new { share = 100, hold = "0s" }]);
        await product.UntilAsync(first, HasSucceeded, "is live");
        await using var visitors = new Visitors(product.Gateway, Service + ".test");

        var second = await DeployAsync(product, "2", [new { share = 10, hold = "2s" }, new { share = 50, hold = "2s" }, new { share = 100, hold = "1s" }]);
        foreach (var moment in (string[])["apply", "hold", "later hold"])
        {
            await product.UntilAsync(second, d => Is(d, moment), $"is in {moment}");
            await product.KillAsync();
            await product.StartAsync();
        }

        await product.UntilAsync(second, HasSucceeded, "succeeds");
        await visitors.LeaveAsync();
        Assert.Empty(visitors.Broken);
        Assert.Equal(0, visitors.Errors);
        Assert.True(visitors.AnswersOf("1") > 0 && visitors.AnswersOf("2") > 0);

        var events = (await product.GetAsync($"/api/deployments/{second}/events?limit=200")).GetProperty("items").EnumerateArray().Select(e => e.GetProperty("type").GetString()).ToList();
        Assert.Equal(3, events.Count(e => e == "phase_entered"));
        Assert.Single(events, e => e == "canary_ready");
        Assert.Single(events, e => e == "deployment_succeeded");
        Assert.Equal(2, (await product.GetAsync($"/api/services/{Service}")).GetProperty("environments")[0].GetProperty("live").GetInt32());
    }

    private static bool HasSucceeded(JsonElement deployment) => deployment.GetProperty("status").GetString() == "succeeded";

    private static bool Is(JsonElement deployment, string moment) => HasSucceeded(deployment) || moment switch
    {
        "apply" => deployment.GetProperty("stage").GetString() == "apply",
        "hold" => deployment.GetProperty("stage").GetString() == "hold",
        _ => deployment.GetProperty("phase") is { ValueKind: JsonValueKind.Object } phase && phase.GetProperty("share").GetDecimal() > 10,
    };

    private static async Task<string> DeployAsync(ProductHost product, string version, object[] phases) =>
        (await product.PostAsync("/api/deployments", new
        {
            service = Service,
            release = new { command = new[] { Programs.Shop }, env = new { SHOP_VERSION = version }, readiness = new { http = "/health", timeout = "30s" } },
            strategy = "canary",
            plan = new { kind = "phases", phases },

            // There is no traffic to judge by; what this is about is that time goes on.
            analysis = new { enabled = false },
        })).GetProperty("deployment").GetString()!;
}
