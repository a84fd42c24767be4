using Sluice.Dashboard.Fleet;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Metrics;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>One check of a plan, and whether there would be data for it.</summary>
/// <param name="Stable">Its value on what serves now; null without requests in the last minute.</param>
public sealed record CheckToCome(CheckRule Rule, double? Stable)
{
    /// <summary>What serves now would not pass: the limit is too tight, or stable is ill.</summary>
    public bool StableWouldFail => Stable is { } value && !Rule.Compares && (Rule.AtLeast ? value < Rule.Limit : value > Rule.Limit);
}

/// <summary>What a place gets to do at this moment, from the samples of the last minute.</summary>
public sealed record TrafficNow(double RequestsPerSecond, ArmWindow? Live)
{
    private static readonly TimeSpan s_window = TimeSpan.FromMinutes(1);

    public static TrafficNow Of(ISampleFeed samples, PlaceKey place, int? live, DateTimeOffset now)
    {
        var ticks = samples.Since(place, now - s_window);
        var requests = ticks.Sum(tick => tick.Samples.Sum(sample => sample.Requests));
        var seconds = ticks.Sum(tick => tick.Samples.Select(sample => sample.Length.TotalSeconds).DefaultIfEmpty(0).Max());
        return new(seconds > 0 ? requests / seconds : 0, live is { } release ? ArmSum.Of(ticks, release) : null);
    }

    public ValueList<CheckToCome> Checks(DeploymentRequest request) =>
        CheckRule.For(request.Thresholds, request.Rollback).Select(rule => new CheckToCome(rule, Live?.Value(rule.Metric))).ToValueList();
}
