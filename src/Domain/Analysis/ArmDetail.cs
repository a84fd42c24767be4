using Sluice.Domain.Analysis.CustomMetrics;

namespace Sluice.Domain.Analysis;

/// <summary>What is known of an arm beyond its plain counts, where the source tells it.</summary>
public sealed record ArmDetail
{
    public static ArmDetail None { get; } = new();

    /// <summary>
    /// Per bucket of <see cref="LatencyBounds"/>: by how much the number of open requests of that age changed over the window, below zero where there are fewer. Empty when not known or unchanged.
    /// </summary>
    public ReadOnlyMemory<long> Aging { get; init; }

    /// <summary>Per instance that served in the window, in order of the ids; empty when not known.</summary>
    public ValueList<InstanceCounts> Replicas { get; init; } = [];

    /// <summary>Of what stable did before the canary: its instances in one stretch of an interval's length after another, oldest first. Empty otherwise.</summary>
    public ValueList<ValueList<InstanceCounts>> Stretches { get; init; } = [];

    /// <summary>The place's own metrics, in order of their names; those without data in the window are left out.</summary>
    public ValueList<ArmMetric> Metrics { get; init; } = [];

    /// <summary>Requests that were copied, as this release answered them: the canary the copies, stable the originals, which are among its requests as well. Null when not known or none.</summary>
    public MirroredCounts? Mirrored { get; init; }

    public bool IsNone => Mirrored is null && Aging.IsEmpty && Replicas.Count == 0 && Stretches.Count == 0 && Metrics.Count == 0;

    /// <summary>Null when there was no data.</summary>
    public ArmMetric? Metric(string name)
    {
        foreach (var metric in Metrics)
        {
            if (metric.Name == name)
            {
                return metric;
            }
        }

        return null;
    }
}

/// <summary>What one instance of an arm answered in a window.</summary>
/// <param name="Id">The instance's id; the same after a restart.</param>
/// <param name="Requests">Requests that ended.</param>
/// <param name="Errors">Never more than the requests.</param>
public sealed record InstanceCounts(string Id, long Requests, long Errors);
