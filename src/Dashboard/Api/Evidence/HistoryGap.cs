using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Engine.Metrics;

namespace Sluice.Dashboard.Api.Evidence;

/// <summary>Why a deployment has no intervals to show, and fewer of them where there are too many to draw.</summary>
internal static class HistoryGap
{
    private const int MostPoints = 720;

    /// <returns>As the API calls it, and in words.</returns>
    public static (string State, string Sentence) Of(Deployment deployment, DateTimeOffset now)
    {
        var gap = deployment switch
        {
            { IsJudged: false } => DifferenceGap.NotJudged,
            { Status: DeploymentStatus.Ended ended } when ended.At < now - IStratumStore.Kept => DifferenceGap.PastRetention,
            { Status: DeploymentStatus.Ended } => DifferenceGap.NeverJudged,
            _ => DifferenceGap.NoneYet,
        };
        return (Words.Of(gap), DifferenceSentence.ForNone(gap, (int)IStratumStore.Kept.TotalDays));
    }

    /// <summary>Counted from the last one: how it stands is always there.</summary>
    public static List<T> Thinned<T>(IReadOnlyList<T> history)
    {
        var step = Math.Max(1, (history.Count + MostPoints - 1) / MostPoints);
        return [.. history.Where((_, i) => (history.Count - 1 - i) % step == 0)];
    }
}
