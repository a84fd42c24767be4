using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Api.Evidence;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Commands;
using Sluice.Engine.Metrics;

namespace Sluice.Dashboard.Tests.Api;

public sealed class DifferenceTests
{
    private const string Path = "/api/deployments/shop-2/differences";
    private static readonly DateTimeOffset s_noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Each_judged_interval_gives_a_difference_and_bounds_that_only_tighten()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        await StoreAsync(api, 40, canaryErrors: 10);
        var answer = (await api.GetAsync(Path)).Json;
        Assert.Equal(("shop-2", "known"), (answer.GetProperty("deployment").GetString(), answer.GetProperty("state").GetString()));
        var columns = new[] { "unix_ms", "observed", "lower", "upper", "tolerated", "rule_out", "canary_requests", "stable_requests" }
            .ToDictionary(name => name, name => answer.GetProperty(name).EnumerateArray().ToList(), StringComparer.Ordinal);
        var count = columns["unix_ms"].Count;
        Assert.InRange(count, 30, 40);
        Assert.All(columns.Values, column => Assert.Equal(count, column.Count));
        Assert.Equal(s_noon.AddSeconds(400).ToUnixTimeMilliseconds(), columns["unix_ms"][^1].GetInt64());
        Assert.Equal(0.09, columns["observed"][^1].GetDouble(), 6);
        var lower = columns["lower"].Where(at => at.ValueKind == JsonValueKind.Number).Select(at => at.GetDouble()).ToList();
        Assert.Equal(lower.Order(), lower);
        Assert.True(lower[^1] > 0);

        // Where evidence does not judge there are no margins.
        Assert.All(columns["tolerated"].Concat(columns["rule_out"]), at => Assert.Equal(JsonValueKind.Null, at.ValueKind));
        Assert.Contains("percentage points, between +", answer.GetProperty("sentence").GetString()!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Long_histories_are_thinned_and_keep_the_last_interval()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        await StoreAsync(api, 1_500, canaryErrors: 1);
        var times = (await api.GetAsync(Path)).Json.GetProperty("unix_ms").EnumerateArray().Select(at => at.GetInt64()).ToList();
        Assert.InRange(times.Count, 400, 720);
        Assert.Equal(s_noon.AddSeconds(15_000).ToUnixTimeMilliseconds(), times[^1]);
    }

    [Fact]
    public async Task Without_intervals_it_says_why()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        var answer = (await api.GetAsync(Path)).Json;
        Assert.Equal("none_yet", answer.GetProperty("state").GetString());
        Assert.Equal("No interval has been judged yet: the first one ends after the warm-up.", answer.GetProperty("sentence").GetString());
        Assert.Empty(answer.GetProperty("unix_ms").EnumerateArray());

        var deployment = (await api.Sluice.FindDeploymentAsync(ApiHost.Tenant, DeploymentId.From("shop-2"), ApiHost.Ct))!.State;
        var ended = deployment with { Status = new DeploymentStatus.Ended(Outcome.Succeeded, Reason: null, s_noon) };
        Assert.Equal("never_judged", DifferenceEndpoints.Of(ended, [], s_noon.AddDays(89)).State);
        var gone = DifferenceEndpoints.Of(ended, [], s_noon.AddDays(91));
        Assert.Equal(("past_retention", "Intervals are kept for 90 days; those of this deployment are gone."), (gone.State, gone.Sentence));
        var spec = deployment.Spec with { Analysis = deployment.Spec.Analysis with { Enabled = false } };
        Assert.Equal("not_judged", DifferenceEndpoints.Of(deployment with { Spec = spec }, [], s_noon).State);
    }

    [Fact]
    public async Task A_silent_arm_is_named()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        await StoreAsync(api, 20, canaryErrors: 0, canaryRequests: 0);
        var answer = (await api.GetAsync(Path)).Json;
        Assert.Equal("one_arm_silent", answer.GetProperty("state").GetString());
        Assert.StartsWith("The canary has had no requests", answer.GetProperty("sentence").GetString(), StringComparison.Ordinal);
        Assert.All(answer.GetProperty("lower").EnumerateArray(), at => Assert.Equal(JsonValueKind.Null, at.ValueKind));
    }

    [Fact]
    public async Task Nobody_reads_another_tenants_intervals_and_mistakes_are_refused()
    {
        await using var api = await ApiHost.WithCanaryAsync();
        await StoreAsync(api, 20, canaryErrors: 10, tenant: new TenantId("other"));
        Assert.Empty((await api.GetAsync(Path)).Json.GetProperty("unix_ms").EnumerateArray());
        Assert.Equal("not_found", (await api.GetAsync("/api/deployments/shop-9/differences")).Problem);
        Assert.Equal(HttpStatusCode.UnprocessableEntity, (await api.GetAsync(Path + "?since=yesterday")).Status);
        api.Http.DefaultRequestHeaders.Authorization = null;
        Assert.Equal(HttpStatusCode.Unauthorized, (await api.GetAsync(Path)).Status);
    }

    private static Task StoreAsync(ApiHost api, int intervals, long canaryErrors, long canaryRequests = 100, TenantId? tenant = null)
    {
        var place = ApiHost.Production with { Tenant = tenant ?? ApiHost.Tenant };
        var strata = Enumerable.Range(0, intervals).SelectMany(i => new[]
        {
            new Stratum(place, DeploymentId.From("shop-2"), 0, s_noon.AddSeconds(10 * i), s_noon.AddSeconds(10 * (i + 1)), 1, ArmRole.Stable, Share.FromPercent(90), 900, 9, 0, 0, Array.Empty<long>()),
            new Stratum(place, DeploymentId.From("shop-2"), 0, s_noon.AddSeconds(10 * i), s_noon.AddSeconds(10 * (i + 1)), 2, ArmRole.Canary, Share.FromPercent(10), canaryRequests, canaryErrors, 0, 0, Array.Empty<long>()),
        });
        return api.Services.GetRequiredService<IStratumStore>().AppendAsync([.. strata], state: null, ApiHost.Ct);
    }
}
