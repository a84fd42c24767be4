using System.Collections.Concurrent;

namespace Sluice.Dashboard.Api.Telemetry;

/// <summary>What was counted of the deployments of one tenant and strategy.</summary>
internal sealed class DeploymentCounts
{
    public const string Verdict = "verdict";
    public const string Person = "person";

    /// <summary>After a success, by a deployment that went back.</summary>
    public const string AfterEnd = "after_end";

    private readonly ConcurrentDictionary<string, long> _rolledBack = new([KeyValuePair.Create(Verdict, 0L), KeyValuePair.Create(Person, 0L), KeyValuePair.Create(AfterEnd, 0L)], StringComparer.Ordinal);

    /// <summary>Seconds from start to end.</summary>
    public Histogram Duration { get; } = new(10, 30, 60, 300, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400);

    /// <summary>Seconds from when a phase was entered to when its hold was over.</summary>
    public Histogram Batch { get; } = new(1, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 7_200, 14_400);

    /// <summary>Seconds between two phases.</summary>
    public Histogram Delay { get; } = new(1, 5, 10, 30, 60, 300, 600, 1_800, 3_600, 7_200, 14_400);

    /// <summary>By reason.</summary>
    public IEnumerable<KeyValuePair<string, long>> RolledBack => _rolledBack.OrderBy(entry => entry.Key, StringComparer.Ordinal);

    public void RolledBackFor(string reason) => _rolledBack.AddOrUpdate(reason, 1, (_, count) => count + 1);
}
