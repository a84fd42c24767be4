using Sluice.Domain.Deployments;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>What became of a canary that was exactly as good as stable.</summary>
/// <param name="Runs">How often it was tried.</param>
/// <param name="Returned">Traffic would have gone back: a false alarm.</param>
/// <param name="Held">Stopped for a person, or still waiting for evidence when the samples ended.</param>
/// <param name="Median">How long half of those that passed took through every phase beside stable; null when fewer than half passed.</param>
/// <param name="Covered">Length of the samples.</param>
public sealed record BackTestResult(int Runs, int Returned, int Held, TimeSpan? Median, TimeSpan Covered)
{
    public int Passed => Runs - Returned - Held;
}

/// <summary>
/// Tries rules on what stable did of late, at every look that a deployment would take: again and again on the same samples, each time with its requests split at random anew.
/// Pure, and the same every time. <see cref="DaysBackTest"/> goes back further, with fewer looks.
/// </summary>
public static class BackTest
{
    public const int Runs = 20;

    /// <summary>Too little to go by below this.</summary>
    public static TimeSpan Least { get; } = TimeSpan.FromMinutes(2);

    /// <summary>Whether there is anything to try: not where requests are copied, without phases beside stable, and where evidence does not judge.</summary>
    public static bool CanTry(LedgerTerms terms, PhasePlan plan) => TrialTerms.For(terms, plan) is not null;

    /// <param name="stable">What stable did, one window per interval of the analysis, in order.</param>
    /// <returns>Null where requests are copied, without phases beside stable, in point mode, and for samples that are too short.</returns>
    public static BackTestResult? Of(LedgerTerms terms, PhasePlan plan, IReadOnlyList<ArmWindow> stable, CancellationToken ct)
    {
        var covered = new TimeSpan(stable.Sum(window => window.Length.Ticks));
        if (covered < Least || TrialTerms.For(terms, plan) is not { } trials)
        {
            return null;
        }

        var before = WindowSum.Before(stable);
        var (returned, held, took) = (0, 0, new List<TimeSpan>());
        for (var run = 0; run < Runs; run++)
        {
            ct.ThrowIfCancellationRequested();
            switch (Play(new(trials, before, run, DateTimeOffset.UnixEpoch), stable))
            {
                case (TrialState.Returned, _):
                    returned++;
                    break;
                case (TrialState.Passed, var length):
                    took.Add(length);
                    break;
                default:
                    held++;
                    break;
            }
        }

        took.Sort();
        return new(Runs, returned, held, took.Count * 2 >= Runs ? took[(Runs / 2) - 1] : null, covered);
    }

    private static (TrialState State, TimeSpan Took) Play(Trial trial, IReadOnlyList<ArmWindow> stable)
    {
        var (state, at) = (TrialState.UnderWay, trial.Start);
        for (var i = 0; i < stable.Count && state == TrialState.UnderWay; i++)
        {
            var from = at;
            at += stable[i].Length;
            state = trial.Observe(from, stable[i], at);
        }

        return (state, at - trial.Start);
    }
}
