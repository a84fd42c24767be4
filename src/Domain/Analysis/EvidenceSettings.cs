namespace Sluice.Domain.Analysis;

/// <summary>What judging by evidence needs to know beside the settings of every mode.</summary>
public sealed record EvidenceSettings
{
    /// <summary>The chance that a release that is worse than the margin passes a phase, 0.0001 to 0.5.</summary>
    public double MissedRegressionProbability { get; init; } = 0.05;

    /// <summary>Time after the canary first has traffic that is seen but not judged, because caches are cold; up to 1 h.</summary>
    public TimeSpan Warmup { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Requests per independent one at the least, 1 to 1000: more than 1 for sticky sessions, batches and retries. What is measured between stable's instances counts where it is more.</summary>
    public double DesignEffect { get; init; } = 1;

    /// <summary>What differs from <see cref="MetricRule.Usual"/>.</summary>
    public ValueList<MetricRule> Metrics { get; init; } = [];
}
