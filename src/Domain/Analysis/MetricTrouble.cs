namespace Sluice.Domain.Analysis;

public enum TroubleKind
{
    /// <summary>It could not be asked for.</summary>
    SourceError,

    /// <summary>What was answered cannot be true; it is left out in both arms.</summary>
    BadData,
}

/// <summary>Why a metric of the place's own cannot be judged now.</summary>
/// <param name="Why">A sentence without its full stop.</param>
public sealed record MetricTrouble(string Metric, TroubleKind Kind, string Why);
