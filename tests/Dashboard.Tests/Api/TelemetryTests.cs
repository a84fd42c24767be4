using System.Diagnostics.Metrics;
using System.Net;
using System.Text.RegularExpressions;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.Tests.Api;

public sealed partial class TelemetryTests
{
    [Fact]
    public async Task Prometheus_reads_totals_that_survive_a_restart_and_the_process_basics()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var answer = await api.GetAsync("/metrics");
        Assert.Equal((HttpStatusCode.OK, "text/plain"), (answer.Status, answer.MediaType));
        Assert.Contains("deployments_total{strategy=\"canary\",status=\"succeeded\"} 1\n", answer.Text, StringComparison.Ordinal);
        Assert.Contains("deployments_total{strategy=\"canary\",status=\"rolled_back\"} 0\n", answer.Text, StringComparison.Ordinal);
        Assert.Contains("sluice_active_deployments 1\n", answer.Text, StringComparison.Ordinal);
        Assert.Contains("deployment_progress_percent{service=\"shop\",environment=\"production\"} 0\n", answer.Text, StringComparison.Ordinal);
        Assert.Contains("sluice_component_up{component=\"gateway\"} 1\n", answer.Text, StringComparison.Ordinal);
        Assert.Contains("sluice_projection_lag_events{reader=\"deployments\"} 0\n", answer.Text, StringComparison.Ordinal);
        Assert.Contains("process_resident_memory_bytes ", answer.Text, StringComparison.Ordinal);
        Assert.All(answer.Text.TrimEnd('\n').Split('\n'), line => Assert.Matches(Line(), line));
    }

    [Fact]
    public async Task A_roll_back_is_counted_with_its_reason_and_its_duration()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        await api.MustAsync("/api/deployments/shop-2/roll_back", "{}");
        await api.SignalAsync(DeploymentId.From("shop-2"), new DeploymentCommand.ReportSplit(TrafficSplit.AllStable, Verified: true));

        var text = await WaitForAsync(api, "deployment_duration_seconds_count{strategy=\"canary\"} 2\n");
        Assert.Contains("deployments_rolled_back_total{strategy=\"canary\",reason=\"person\"} 1\n", text, StringComparison.Ordinal);
        Assert.Contains("deployment_duration_seconds_bucket{strategy=\"canary\",le=\"+Inf\"} 2\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_batch_counts_when_it_is_completed_and_without_a_wait()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        await api.MustAsync("/api/deployments/shop-2/promote", $$"""{"expected_version": {{await api.VersionAsync("shop-2")}} }""");

        // Of the first deployment the one phase, of this one the first.
        var text = await WaitForAsync(api, "deployment_batch_duration_seconds_count{strategy=\"canary\"} 2\n");
        Assert.Contains("deployment_delay_seconds_count{strategy=\"canary\"} 0\n", text, StringComparison.Ordinal);
        Assert.Contains("deployment_batch_duration_seconds_bucket{strategy=\"canary\",le=\"+Inf\"} 2\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wait_counts_from_the_end_of_the_hold_until_the_next_phase()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        await api.MustAsync("/api/deployments/shop-2/abort", "{}");
        await api.SignalAsync(DeploymentId.From("shop-2"), new DeploymentCommand.ReportSplit(TrafficSplit.AllStable, Verified: true));
        await api.MustAsync("/api/deployments", """{"service": "shop", "release": 2, "analysis": {"mode": "point"}, "plan": {"kind": "phases", "phases": [{"share": 10, "hold": "0s", "pause_after": "indefinite"}, {"share": 50, "hold": "10m"}]}}""");
        var id = DeploymentId.From("shop-3");
        await api.Sluice.SettleAsync(ApiHost.Tenant, id, stable: 1, ApiHost.Ct);
        await api.SignalAsync(id, new DeploymentCommand.Tick());
        await api.MustAsync("/api/deployments/shop-3/resume", $$"""{"expected_version": {{await api.VersionAsync("shop-3")}} }""");

        var text = await WaitForAsync(api, "deployment_delay_seconds_count{strategy=\"canary\"} 1\n");
        Assert.Contains("deployment_batch_duration_seconds_count{strategy=\"canary\"} 2\n", text, StringComparison.Ordinal);
        Assert.Contains("deployment_delay_seconds_count{strategy=\"rolling\"} 0\n", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Going_back_after_a_success_is_a_roll_back_too()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        await api.MustAsync("/api/deployments/shop-2/promote", $$"""{"full": true, "expected_version": {{await api.VersionAsync("shop-2")}} }""");
        await api.SignalAsync(DeploymentId.From("shop-2"), new DeploymentCommand.ReportSplit(TrafficSplit.AllCanary, Verified: true));
        await api.MustAsync("/api/deployments/shop-2/roll_back", "{}");
        await api.Sluice.SettleAsync(ApiHost.Tenant, DeploymentId.From("shop-3"), stable: 2, ApiHost.Ct);
        await api.SignalAsync(DeploymentId.From("shop-3"), new DeploymentCommand.Tick());
        await api.SignalAsync(DeploymentId.From("shop-3"), new DeploymentCommand.ReportSplit(TrafficSplit.AllCanary, Verified: true));

        await WaitForAsync(api, "deployments_rolled_back_total{strategy=\"canary\",reason=\"after_end\"} 1\n");
    }

    [Fact]
    public async Task How_many_series_there_are_depends_on_places_alone()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var before = await SeriesAsync();
        await api.MustAsync("/api/deployments/shop-2/abort", "{}");
        await api.SignalAsync(DeploymentId.From("shop-2"), new DeploymentCommand.ReportSplit(TrafficSplit.AllStable, Verified: true));
        await WaitForAsync(api, "deployments_total{strategy=\"canary\",status=\"aborted\"} 1\n");

        // The progress of what was active is gone with it; nothing else comes or goes.
        Assert.Equal(["deployment_progress_percent{service=\"shop\",environment=\"production\"}"], before.Except(await SeriesAsync(), StringComparer.Ordinal));
        Assert.DoesNotContain(await SeriesAsync(), series => series.Contains("shop-", StringComparison.Ordinal));

        async Task<List<string>> SeriesAsync() =>
            [.. (await api.GetAsync("/metrics")).Text.Split('\n').Where(line => line.StartsWith("deployment", StringComparison.Ordinal) || line.StartsWith("tasks", StringComparison.Ordinal)).Select(line => line[..line.LastIndexOf(' ')])];
    }

    [Fact]
    public async Task What_the_engine_measures_is_told_too()
    {
        await using var api = await ApiHost.StartAsync();
        using var meter = new Meter("Sluice");
        meter.CreateHistogram<double>("sluice_test_seconds", description: "For this test.").Record(0.02);
        var answer = await api.GetAsync("/metrics");
        Assert.Contains("# TYPE sluice_test_seconds histogram\n", answer.Text, StringComparison.Ordinal);
        Assert.Contains("sluice_test_seconds_bucket{le=\"0.025\"} 1\n", answer.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("store", HttpStatusCode.ServiceUnavailable)]
    [InlineData("gateway", HttpStatusCode.OK)]
    public async Task Ready_names_the_part_that_is_down(string component, HttpStatusCode status)
    {
        await using var api = await ApiHost.StartAsync();
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/health/ready")).Status);
        api.Sluice.Report(component, "It cannot be reached.");
        var answer = await api.GetAsync("/health/ready");
        Assert.Equal(status, answer.Status);
        Assert.NotEqual("healthy", answer.Json.GetProperty("checks").GetProperty(component).GetString());
        Assert.Equal("healthy", answer.Json.GetProperty("checks").GetProperty("engine").GetString());
        Assert.Equal(HttpStatusCode.OK, (await api.GetAsync("/health/live")).Status);
    }

    private static async Task<string> WaitForAsync(ApiHost api, string expected)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ApiHost.Ct);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        string text;
        do
        {
            Assert.False(limit.IsCancellationRequested, $"/metrics never said {expected}");
            text = (await api.GetAsync("/metrics")).Text;
        }
        while (!text.Contains(expected, StringComparison.Ordinal));
        return text;
    }

    [GeneratedRegex("""^(# (HELP|TYPE) [a-z_]+ .+|[a-z_]+(\{[a-z_]+="[^"]*"(,[a-z_]+="[^"]*")*\})? [-+0-9.eEInf]+)$""", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Line();
}
