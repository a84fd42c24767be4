using Sluice.Domain.Analysis;
using Sluice.Domain.Services;

namespace Sluice.Domain.Deployments;

/// <summary>What a deployment asks to be judged by and had no data for a long time.</summary>
public static class MissingData
{
    /// <summary>Stands for everything that the router counts.</summary>
    public const string Requests = "requests";

    public static TimeSpan LongAgo { get; } = TimeSpan.FromHours(24);

    /// <param name="lastSeen">When each metric of the place last had data.</param>
    /// <returns>Sentences for people; none for a place where nothing serves yet.</returns>
    public static ValueList<string> Warnings(DeploymentRequest request, ServiceEnvironment place, IReadOnlyDictionary<string, DateTimeOffset> lastSeen, DateTimeOffset now)
    {
        if (!request.Analysis.Enabled || place.Live is null)
        {
            return [];
        }

        var warnings = new List<string>();
        if (IsMissing(Requests))
        {
            warnings.Add("No requests were counted here in the last 24 h: errors and latencies have nothing to be judged by.");
        }

        var own = (place.Spec.Metrics ?? []).Select(metric => metric.Name).ToHashSet(StringComparer.Ordinal);
        var rules = (request.Analysis.Evidence?.Metrics ?? []).Where(rule => rule.Role != MetricRole.Information).Select(rule => rule.Metric);
        warnings.AddRange(rules.Concat(request.Thresholds.Custom.Select(limit => limit.Metric)).Where(own.Contains).Distinct(StringComparer.Ordinal).Where(IsMissing)
            .Select(metric => $"{metric} had no data in the last 24 h: nothing can be judged by it, and a phase that must clear it waits."));
        return warnings.ToValueList();

        bool IsMissing(string metric) => !lastSeen.TryGetValue(metric, out var at) || now - at > LongAgo;
    }
}
