using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Ledgers;

namespace Sluice.Domain.Analysis;

/// <summary>Why a run cannot trust its data: what the evidence noticed, and what shows only beside the window that is seen now.</summary>
internal static class DataProblems
{
    private const int MostIntervals = 3;

    /// <summary>Samples come every second and may be a few late, however short the intervals are.</summary>
    private static readonly TimeSpan s_atLeast = TimeSpan.FromSeconds(15);

    public static ValueList<DataProblem> Of(Assessment assessment, Measurement.Seen seen, AnalysisSettings settings) =>
        [.. assessment.Problems, .. Between(assessment, seen, MostIntervals * settings.Interval)];

    private static IEnumerable<DataProblem> Between(Assessment assessment, Measurement.Seen seen, TimeSpan most)
    {
        if (assessment.HasStableArm && seen is { Stable.Arrived: 0, Canary.Arrived: > 0 })
        {
            yield return DataProblem.NoStableTraffic;
        }

        // A window without a single sample has no end to compare with.
        var apart = seen.To > seen.From && assessment.Through is { } through ? seen.To - through : TimeSpan.Zero;
        var allowed = most > s_atLeast ? most : s_atLeast;
        if (apart > allowed)
        {
            yield return DataProblem.Stale;
        }
        else if (apart < -allowed)
        {
            yield return DataProblem.ClockSkew;
        }
    }
}
