using Sluice.Domain;
using Sluice.Domain.Analysis.CustomMetrics;

namespace Sluice.Engine.Metrics.Sources;

/// <summary>What a source said when it was asked.</summary>
/// <param name="Took">From the question to the answer.</param>
public abstract record SourceAnswer(TimeSpan Took)
{
    /// <param name="Releases">Empty where nobody was served.</param>
    public sealed record Counted(TimeSpan Took, ValueList<ReleaseCount> Releases) : SourceAnswer(Took);

    /// <param name="Metrics">Empty where no instance runs that could be asked.</param>
    public sealed record Told(TimeSpan Took, ValueList<ToldMetric> Metrics) : SourceAnswer(Took);

    /// <param name="Why">In a sentence.</param>
    public sealed record Failed(TimeSpan Took, string Why) : SourceAnswer(Took);
}

/// <summary>Since the gateway was started.</summary>
/// <param name="Release">As the gateway names it.</param>
public sealed record ReleaseCount(string Release, long Requests, long Errors, long Open);

/// <summary>What one instance said of one metric.</summary>
/// <param name="Reading">Null when there is none.</param>
/// <param name="Why">Why it cannot be used; null when it can.</param>
public sealed record ToldMetric(string Instance, string Metric, MetricReading? Reading, string? Why);
