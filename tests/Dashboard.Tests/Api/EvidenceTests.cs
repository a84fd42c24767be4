using System.Globalization;
using System.Net;
using System.Text.Json;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Deployments;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;
using Sluice.Engine.Workloads;

namespace Sluice.Dashboard.Tests.Api;

public sealed class EvidenceTests
{
    [Fact]
    public async Task Events_come_as_stored_oldest_first_in_pages()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var version = await api.VersionAsync("shop-2");
        var page = (await api.GetAsync("/api/deployments/shop-2/events?limit=3")).Json;
        Assert.Equal([1L, 2L, 3L], page.GetProperty("items").EnumerateArray().Select(e => e.GetProperty("version").GetInt64()));
        Assert.Equal("deployment_created", page.GetProperty("items")[0].GetProperty("type").GetString());
        Assert.Equal(version, page.GetProperty("total").GetInt64());

        var rest = (await api.GetAsync($"/api/deployments/shop-2/events?after={page.GetProperty("next_cursor").GetString()}")).Json;
        Assert.Equal(4, rest.GetProperty("items")[0].GetProperty("version").GetInt64());
        Assert.Equal(version - 3, rest.GetProperty("items").GetArrayLength());
        Assert.Equal(JsonValueKind.Null, rest.GetProperty("next_cursor").ValueKind);
        Assert.Empty((await api.GetAsync($"/api/deployments/shop-2/events?after={version}")).Json.GetProperty("items").EnumerateArray());
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await api.GetAsync("/api/deployments/shop-2/events?after=-1")).Status);
    }

    [Fact]
    public async Task Recorded_numbers_limits_and_steps_are_there_for_charts()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(20)] = 100;
        var arm = new ArmWindow(TimeSpan.FromSeconds(10), 100, 1, 0, 0, latency);
        await api.SignalAsync(
            DeploymentId.From("shop-2"),
            new DeploymentCommand.Judge(0, new Measurement.Seen(DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch.AddSeconds(10), arm, arm, "hash")));

        var evidence = (await api.GetAsync("/api/deployments/shop-2/metrics")).Json;
        var recorded = Assert.Single(evidence.GetProperty("recorded").EnumerateArray());
        Assert.Equal(100, recorded.GetProperty("canary").GetProperty("requests").GetInt64());
        Assert.Equal("hold", recorded.GetProperty("verdict").GetString());
        Assert.Equal("on_error_rate", evidence.GetProperty("limits")[0].GetProperty("name").GetString());
        Assert.Equal(3, evidence.GetProperty("phases").GetArrayLength());
        Assert.Equal([0m, 10m], evidence.GetProperty("steps").GetProperty("asked").EnumerateArray().Select(s => s.GetProperty("canary").GetDecimal()));
        Assert.Equal([null, 10m], evidence.GetProperty("steps").GetProperty("set").EnumerateArray().Select(s => s.GetProperty("canary") is { ValueKind: JsonValueKind.Number } n ? n.GetDecimal() : (decimal?)null));
        Assert.Equal(JsonValueKind.Null, evidence.GetProperty("samples").ValueKind);

        var verdict = (await api.GetAsync("/api/deployments/shop-2")).Json.GetProperty("verdict");
        Assert.Equal(("hold", "confirming_success"), (verdict.GetProperty("kind").GetString(), verdict.GetProperty("reason").GetString()));
        Assert.Equal("pass", verdict.GetProperty("checks")[0].GetProperty("outcome").GetString());
    }

    [Fact]
    public async Task Live_samples_come_in_columns_from_an_instant_on()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var start = (await api.Sluice.FindDeploymentAsync(ApiHost.Tenant, DeploymentId.From("shop-2"), ApiHost.Ct))!.State.StartedAt!.Value;
        for (var second = -1; second <= 3; second++)
        {
            api.Sluice.Sampled(Tick(start.AddSeconds(second)));
        }

        var since = start.AddSeconds(1).ToString("O", CultureInfo.InvariantCulture);
        var samples = (await api.GetAsync($"/api/deployments/shop-2/metrics?since={Uri.EscapeDataString(since)}")).Json.GetProperty("samples");
        Assert.Equal([start.AddSeconds(2).ToUnixTimeMilliseconds(), start.AddSeconds(3).ToUnixTimeMilliseconds()], samples.GetProperty("unix_ms").EnumerateArray().Select(t => t.GetInt64()));
        Assert.Equal([90L, 90L], samples.GetProperty("stable").GetProperty("requests").EnumerateArray().Select(r => r.GetInt64()));
        Assert.Equal([1L, 1L], samples.GetProperty("canary").GetProperty("errors").EnumerateArray().Select(r => r.GetInt64()));
        Assert.All(samples.GetProperty("served_canary").EnumerateArray(), share => Assert.Equal(10, share.GetDouble()));
        Assert.All(samples.GetProperty("canary").GetProperty("p99").EnumerateArray(), p99 => Assert.InRange(p99.GetDouble(), 15, 25));

        var all = (await api.GetAsync("/api/deployments/shop-2/metrics?since=2000-01-01T00:00:00Z")).Json.GetProperty("samples");
        Assert.Equal(3, all.GetProperty("unix_ms").GetArrayLength());
        Assert.Equal(["since"], (await api.GetAsync("/api/deployments/shop-2/metrics?since=yesterday")).Fields);
    }

    [Fact]
    public async Task How_far_requests_stand_for_each_other_is_told_with_the_evidence()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var summary = new EvidenceSummary(0.1, 0.01, 0.05, 10, 0, 90, 1, 10, Forecast: null) { Dependence = new(2.3, DesignEffectSource.BetweenReplicas, StableInstances: 3, CanaryInstances: 1) };
        api.Sluice.See(new PlaceStatus(ApiHost.Production, DateTimeOffset.UnixEpoch) { Verdict = Verdict.NoDataYet with { Evidence = summary } });

        var evidence = (await api.GetAsync("/api/deployments/shop-2")).Json.GetProperty("verdict").GetProperty("evidence");
        Assert.Equal(2.3, evidence.GetProperty("design_effect").GetDouble());
        Assert.Equal(("between_replicas", "one_canary_instance"), (evidence.GetProperty("design_effect_source").GetString(), evidence.GetProperty("design_effect_warning").GetString()));

        api.Sluice.See(new PlaceStatus(ApiHost.Production, DateTimeOffset.UnixEpoch) { Verdict = Verdict.NoDataYet with { Evidence = summary with { Dependence = null } } });
        evidence = (await api.GetAsync("/api/deployments/shop-2")).Json.GetProperty("verdict").GetProperty("evidence");
        Assert.Equal((JsonValueKind.Null, JsonValueKind.Null), (evidence.GetProperty("design_effect").ValueKind, evidence.GetProperty("design_effect_warning").ValueKind));
    }

    [Fact]
    public async Task Instances_and_their_last_lines_are_shown()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        api.Sluice.See(new PlaceStatus(ApiHost.Production, DateTimeOffset.UnixEpoch)
        {
            Instances =
            [
                new(new Instance("r1-0", 1, 0, "http://127.0.0.1:4001", InstanceState.Ready, DateTimeOffset.UnixEpoch) { Pid = 17 }, InService: true, Draining: false, Open: 3),
                new(new Instance("r2-0", 2, 0, "http://127.0.0.1:4002", InstanceState.Failed, DateTimeOffset.UnixEpoch) { ExitCode = 1, Problem = "It exited." }, InService: false, Draining: false, Open: null),
                new(new Instance("r9-0", 9, 0, "http://127.0.0.1:4009", InstanceState.Ready, DateTimeOffset.UnixEpoch), InService: false, Draining: true, Open: 0),
            ],
        });

        var instances = (await api.GetAsync("/api/deployments/shop-2/instances")).Json;
        Assert.Equal(2, instances.GetProperty("total").GetInt32());
        Assert.Equal(["stable", "canary"], instances.GetProperty("items").EnumerateArray().Select(i => i.GetProperty("role").GetString()));
        Assert.Equal("failed", instances.GetProperty("items")[1].GetProperty("state").GetString());
        Assert.Equal("It exited.", instances.GetProperty("items")[1].GetProperty("problem").GetString());

        var log = (await api.GetAsync("/api/deployments/shop-2/instances/r2-0/log?lines=1")).Json;
        Assert.Equal(["last line"], log.GetProperty("lines").EnumerateArray().Select(line => line.GetString()));
        Assert.Equal("not_found", (await api.GetAsync("/api/deployments/shop-2/instances/r9-0/log")).Problem);
        Assert.Equal("not_found", (await api.GetAsync("/api/deployments/shop-2/instances/..%2Fr2-0/log")).Problem);
        Assert.Equal(["lines"], (await api.GetAsync("/api/deployments/shop-2/instances/r2-0/log?lines=0")).Fields);
    }

    private static SampleTick Tick(DateTimeOffset at)
    {
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(20)] = 10;
        return new(ApiHost.Production, at, [new Sample(at, TimeSpan.FromSeconds(1), 1, 90, 0, 0, 0, latency), new Sample(at, TimeSpan.FromSeconds(1), 2, 10, 1, 0, 0, latency)]);
    }
}
