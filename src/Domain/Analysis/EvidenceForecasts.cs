using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Ledgers;

namespace Sluice.Domain.Analysis;

/// <summary>How many more canary requests clear what is furthest behind, if the canary is as good as stable.</summary>
internal static class EvidenceForecasts
{
    public static EvidenceForecast? For(EvidenceDecision decision, IReadOnlyList<MetricAssessment> metrics, Measurement.Seen seen, AnalysisSettings settings)
    {
        var needed = -Math.Log((settings.Evidence ?? new()).MissedRegressionProbability);
        var behind = metrics
            .Where(metric => metric.Required && metric.InFavour < needed && metric.Clearing is { Outcome: ForecastOutcome.InSight or ForecastOutcome.InsideIndifferenceZone })
            .Select(metric => (metric.Name, Requests: metric.Clearing!.Outcome == ForecastOutcome.InSight ? metric.Clearing.Requests : double.PositiveInfinity))
            .ToList();
        if (decision.Reason != EvidenceReason.Inconclusive || behind.Count == 0)
        {
            return null;
        }

        var (name, requests) = behind.MaxBy(metric => metric.Requests);
        return new(name, requests < 1e15 ? (long)Math.Ceiling(requests) : null, VerdictKind.Advance, Math.Round(seen.Canary.Throughput, 2));
    }
}
