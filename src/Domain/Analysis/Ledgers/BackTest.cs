using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>What became of a canary that was exactly as good as stable.</summary>
/// <param name="Runs">How often it was tried.</param>
/// <param name="Returned">Traffic would have gone back: a false alarm.</param>
/// <param name="Held">Still waiting for evidence when the samples ended.</param>
/// <param name="Median">How long half of those that passed took through every phase beside stable; null when fewer than half passed.</param>
/// <param name="Covered">Length of the samples.</param>
public sealed record BackTestResult(int Runs, int Returned, int Held, TimeSpan? Median, TimeSpan Covered)
{
    public int Passed => Runs - Returned - Held;
}

/// <summary>
/// Tries rules on what stable did: its requests are split at random into a canary that is as good as stable and the rest, and judged as a deployment would be. Pure, and the same every time.
/// </summary>
public static class BackTest
{
    public const int Runs = 20;

    /// <summary>Too little to go by below this.</summary>
    public static TimeSpan Least { get; } = TimeSpan.FromMinutes(2);

    /// <param name="stable">What stable did, one window per interval of the analysis, in order.</param>
    /// <returns>Null where requests are copied, without phases beside stable, in point mode, and for samples that are too short.</returns>
    public static BackTestResult? Of(LedgerTerms terms, PhasePlan plan, IReadOnlyList<ArmWindow> stable, CancellationToken ct)
    {
        var phases = plan.Phases.TakeWhile(phase => phase.Share < Share.All).ToList();
        var covered = new TimeSpan(stable.Sum(window => window.Length.Ticks));
        if (phases.Count == 0 || terms.IsMirrored || covered < Least || terms.Settings is not { Enabled: true, Mode: AnalysisMode.Evidence })
        {
            return null;
        }

        // Samples hold what every arm has; the place's own metrics are not in them, and what must be cleared would wait for ever.
        terms = terms with
        {
            Custom = [],
            Thresholds = terms.Thresholds with { Custom = terms.Thresholds.Custom.Where(limit => MetricNames.All.Contains(limit.Metric) && limit.Metric != MetricNames.OpenRequests).ToValueList() },
            Settings = terms.Settings with { Evidence = terms.Evidence with { Metrics = terms.Evidence.Metrics.Where(rule => !rule.IsExtra).ToValueList() } },
        };
        var before = Before(stable);
        var (returned, held, took) = (0, 0, new List<TimeSpan>());
        for (var run = 0; run < Runs; run++)
        {
            ct.ThrowIfCancellationRequested();
            switch (Play(terms, phases, stable, before, new RandomSplit(run)))
            {
                case (VerdictKind.RollBack, _):
                    returned++;
                    break;
                case (VerdictKind.Advance, var at):
                    took.Add(at);
                    break;
                default:
                    held++;
                    break;
            }
        }

        took.Sort();
        return new(Runs, returned, held, took.Count * 2 >= Runs ? took[(Runs / 2) - 1] : null, covered);
    }

    private static (VerdictKind Kind, TimeSpan At) Play(LedgerTerms terms, List<Phase> phases, IReadOnlyList<ArmWindow> stable, ArmWindow before, RandomSplit split)
    {
        var ledger = new EvidenceLedger(terms, before);
        var (at, entered, phase) = (DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 0);
        Verdict? verdict = null;
        foreach (var window in stable)
        {
            var (canary, rest) = split.Split(window, phases[phase].Share);
            var until = at + window.Length;
            ledger.Observe(new(phase, at, until, phases[phase].Share, rest, canary));
            verdict = EvidenceJudge.Judge(verdict, new(at, until, rest, canary, string.Empty), ledger.Assess(string.Empty, rest), terms.Settings, []);
            at = until;
            if (verdict.Kind == VerdictKind.RollBack)
            {
                return (VerdictKind.RollBack, at - DateTimeOffset.UnixEpoch);
            }

            if (verdict.Kind == VerdictKind.Advance && at - entered >= phases[phase].Hold)
            {
                if (++phase == phases.Count)
                {
                    return (VerdictKind.Advance, at - DateTimeOffset.UnixEpoch);
                }

                (entered, verdict) = (at, null);
            }
        }

        return (VerdictKind.Hold, at - DateTimeOffset.UnixEpoch);
    }

    private static ArmWindow Before(IReadOnlyList<ArmWindow> stable)
    {
        var latency = new long[LatencyBounds.BucketCount];
        foreach (var window in stable)
        {
            for (var i = 0; i < window.Latency.Length; i++)
            {
                latency[i] += window.Latency.Span[i];
            }
        }

        return new(
            new TimeSpan(stable.Sum(window => window.Length.Ticks)), stable.Sum(window => window.Requests), stable.Sum(window => window.Errors),
            stable.Sum(window => window.ClientErrors), 0, latency)
        {
            Detail = new() { Stretches = stable.Select(window => window.Detail.Replicas).ToValueList() },
        };
    }
}
