using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>
/// All evidence of a deployment: takes in its intervals in order, and can be laid down and taken up again at any of them. The same intervals give the same bits.
/// Not safe for several threads.
/// </summary>
public sealed class EvidenceLedger
{
    private const int HeadLength = 10;

    private readonly IReadOnlyList<MetricLedger> _metrics;
    private readonly PastStable _past = new();
    private readonly SplitCheck _split = new();
    private readonly LedgerTerms _terms;
    private readonly StableReplicas _replicas;
    private readonly DataWatch _data = new();
    private int _phase;
    private Share _share;
    private EvidenceCounts _counts = EvidenceCounts.None;
    private DateTimeOffset? _warmUntil;
    private (int Stable, int Canary) _instances;

    /// <param name="before">What stable did before the canary had traffic: where the first estimates come from.</param>
    public EvidenceLedger(LedgerTerms terms, ArmWindow before)
    {
        _terms = terms;
        _replicas = new(terms.Evidence.DesignEffect);
        _share = terms.First;
        _metrics = LedgerBook.Open(terms, before);
        _past.Add(before);
        _replicas.Begin(before);
    }

    /// <summary>How many numbers the state has.</summary>
    public int StateLength => HeadLength + _split.StateLength + PastStable.StateLength + DataWatch.StateLength + _replicas.StateLength + _metrics.Sum(metric => metric.StateLength);

    /// <summary>Takes in the next interval. One that lies within the warm-up is seen and does not count, in both arms: that was fixed before anything was seen.</summary>
    public void Observe(Interval interval)
    {
        _warmUntil ??= interval.From + _terms.Evidence.Warmup;
        if (interval.Phase != _phase)
        {
            (_phase, _share) = (interval.Phase, interval.CanaryShare);
            foreach (var metric in _metrics)
            {
                metric.EnterPhase(_share);
            }
        }

        if (!_data.Accepts(interval))
        {
            return;
        }

        if (interval.From >= _warmUntil)
        {
            Judge(interval);
        }

        // Last: what an interval says about the dependence between requests tempers the next one. How stable's instances differ can be seen while the canary warms up.
        var replicas = (interval.Stable ?? ArmWindow.Empty).Detail.Replicas;
        _replicas.Observe(replicas);
        _instances = (replicas.Count, interval.Canary.Detail.Replicas.Count);
    }

    /// <param name="hash">Of the intervals taken in.</param>
    /// <param name="stable">What people are shown of stable: what its values allow is said for these; null when there is no stable arm.</param>
    public Assessment Assess(string hash, ArmWindow? stable)
    {
        var effect = _replicas.Current;
        return new(_metrics.Select(metric => Of(metric, stable, effect.Tempering)).ToValueList(), Problems().ToValueList(), stable is not null, _counts, hash)
        {
            Through = _data.Through,
            WarmUntil = _counts.Over == TimeSpan.Zero ? _warmUntil : null,
            Dependence = new(effect.Value, effect.Source, _instances.Stable, _instances.Canary),
        };
    }

    public void Save(Span<double> state)
    {
        state[0] = _phase;
        state[1] = _share.Tenths;
        state[2] = _warmUntil?.ToUnixTimeMilliseconds() ?? -1;
        (state[3], state[4], state[5], state[6]) = (_counts.CanaryRequests, _counts.CanaryErrors, _counts.StableRequests, _counts.StableErrors);
        state[7] = _counts.Over.TotalMilliseconds;
        (state[8], state[9]) = _instances;
        var rest = state[HeadLength..];
        _split.Save(rest);
        rest = rest[_split.StateLength..];
        _past.Save(rest);
        rest = rest[PastStable.StateLength..];
        _data.Save(rest);
        rest = rest[DataWatch.StateLength..];
        _replicas.Save(rest);
        rest = rest[_replicas.StateLength..];
        foreach (var metric in _metrics)
        {
            metric.Save(rest);
            rest = rest[metric.StateLength..];
        }
    }

    /// <summary>Takes up what a ledger with the same terms laid down.</summary>
    public void Restore(ReadOnlySpan<double> state)
    {
        (_phase, _share) = ((int)state[0], Share.FromTenths((int)state[1]));
        _warmUntil = state[2] < 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds((long)state[2]);
        _counts = new((long)state[3], (long)state[4], (long)state[5], (long)state[6], TimeSpan.FromMilliseconds(state[7]));
        _instances = ((int)state[8], (int)state[9]);
        var rest = state[HeadLength..];
        _split.Restore(rest);
        rest = rest[_split.StateLength..];
        _past.Restore(rest);
        rest = rest[PastStable.StateLength..];
        _data.Restore(rest);
        rest = rest[DataWatch.StateLength..];
        _replicas.Restore(rest);
        rest = rest[_replicas.StateLength..];
        foreach (var metric in _metrics)
        {
            metric.EnterPhase(_share);
            metric.Restore(rest);
            rest = rest[metric.StateLength..];
        }
    }

    private void Judge(Interval interval)
    {
        var effect = _replicas.Current;
        foreach (var metric in _metrics)
        {
            metric.Observe(interval, _past, effect.Tempering);
        }

        if (interval.Stable is { } stable)
        {
            // By what came, not by what ended: a canary that hangs still gets its share. Of users who stay where they are, one with many requests would look like a broken split.
            if (_terms is { IsSticky: false, IsMirrored: false })
            {
                _split.Observe(interval.CanaryShare.Tenths / 1000.0, interval.Canary.Arrived, stable.Arrived, effect.Value);
            }

            _past.Add(stable);
        }

        _counts = _counts.With(interval);
    }

    private MetricAssessment Of(MetricLedger metric, ArmWindow? stable, double tempering)
    {
        var (back, ruleOut) = metric.Limits(stable);
        return new(
            metric.About.Name, metric.About.Metric, metric.About.Kind, metric.About.Role, metric.About.Required, metric.About.Weight,
            metric.Against, metric.AgainstStable, metric.InFavour, back, ruleOut, metric.ToClear(_counts, _past, _terms.Evidence.MissedRegressionProbability, tempering))
        {
            Measure = metric.About.Measure,
            Pairs = metric.Pairs,
            Values = metric.Values,
            Bounds = metric.Bounds,
        };
    }

    private IEnumerable<DataProblem> Problems()
    {
        if (_data.IsBroken)
        {
            yield return DataProblem.CounterAnomaly;
        }

        if (_split.IsBroken)
        {
            yield return DataProblem.SplitMismatch;
        }

        if (_metrics.Any(metric => metric is ThroughputLedger { About.Role: MetricRole.Information } && metric.Against >= -Math.Log(1 - _terms.Settings.ConfidenceLevel)))
        {
            yield return DataProblem.LowThroughput;
        }
    }
}
