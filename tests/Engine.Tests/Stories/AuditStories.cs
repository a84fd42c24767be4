using System.Text.Json;
using Sluice.Engine.Tests.Audit;
using Sluice.Engine.Tests.Workloads;

namespace Sluice.Engine.Tests.Stories;

/// <summary>The audit log of the product itself.</summary>
public sealed class AuditStories
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Orders_are_in_the_log_applied_or_not_and_the_command_checks_it_beside_the_product_and_after_it()
    {
        await using var product = new ProductHost();
        await product.StartAsync();
        await product.PostAsync("/api/services", new
        {
            name = "audited",
            environments = new[] { new { name = "production", runtime = new { kind = "external" }, router = new { kind = "gateway", host = "audited.test", path_prefix = "/" } } },
            reason = "first",
            command_id = "c-1",
        });
        await product.PostAsync("/api/services", new
        {
            name = "audited",
            environments = new[] { new { name = "production", runtime = new { kind = "external" }, router = new { kind = "gateway", host = "audited.test", path_prefix = "/" } } },
            reason = "first",
            command_id = "c-1",
        });

        var lines = await Eventually.Get(
            () => product.GetAsync("/api/audit?service=audited"), page => page.GetProperty("items").GetArrayLength() >= 2, "both orders are in the log", s_patience);

        Assert.Equal(["no_op", "applied"], lines.GetProperty("items").EnumerateArray().Select(line => Text(line, "outcome")));
        Assert.All(lines.GetProperty("items").EnumerateArray(), line => Assert.Equal(("declare_service", "api", "api"), (Text(line, "action"), Text(line, "from"), Text(line, "actor"))));
        Assert.True((await product.GetAsync("/api/audit/verify")).GetProperty("whole").GetBoolean());

        var beside = await VerifyProgram.RunAsync("--Data:Directory", product.Data);
        Assert.True(beside.ExitCode == 0, beside.Output + beside.Errors);
        await product.KillAsync();
        var after = await VerifyProgram.RunAsync("--Data:Directory", product.Data);
        Assert.True(after.ExitCode == 0, after.Output + after.Errors);
        Assert.Contains("All links are whole", after.Output, StringComparison.Ordinal);
    }

    private static string? Text(JsonElement line, string name) => line.GetProperty(name).GetString();
}
