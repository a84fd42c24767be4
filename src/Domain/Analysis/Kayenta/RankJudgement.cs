namespace Sluice.Domain.Analysis.Kayenta;

/// <summary>What became of one metric.</summary>
/// <param name="Effect">In the metric's measure; null when there is none, such as a ratio to a stable mean of zero.</param>
/// <param name="Shift">Median pairwise difference canary − stable, in the metric's unit; null without enough data.</param>
/// <param name="IsCriticalFailure">Fails, and by so much that nothing else matters.</param>
public sealed record RankJudgement(RankMetric Metric, RankClass Class, double? Effect, double? Shift, bool IsCriticalFailure);

/// <summary>How a canary's metric lies against the stable one.</summary>
public enum RankClass
{
    Pass,
    High,
    Low,

    /// <summary>An arm has no values, or so few that no difference could reach the confidence.</summary>
    NotEnoughData,
}
