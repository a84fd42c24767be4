using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Tests.Analysis.Ledgers;

/// <summary>Two arms whose counts a test says, ten seconds at a time.</summary>
internal sealed class Traffic
{
    private static readonly DateTimeOffset s_noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private readonly LedgerTerms _terms;
    private readonly List<Interval> _intervals = [];
    private Measurement.Seen? _window;
    private Verdict? _last;

    public Traffic(Thresholds? thresholds = null, RollbackPolicy? rollback = null, Func<EvidenceSettings, EvidenceSettings>? evidence = null, AnalysisSettings? settings = null, ValueList<MetricDefinition>? own = null)
    {
        var usual = new EvidenceSettings { Warmup = TimeSpan.Zero };
        Settings = (settings ?? AnalysisSettings.Usual) with { Evidence = evidence?.Invoke(usual) ?? usual };
        _terms = new(thresholds ?? new(), rollback ?? new(), Settings, Horizon: 360, Share.FromPercent(5)) { Custom = own ?? [] };
        Ledger = new(_terms, Arm(10_000, 50, 20));
    }

    public AnalysisSettings Settings { get; }

    public EvidenceLedger Ledger { get; private set; }

    public int Seen { get; private set; }

    public ValueList<string> Muted { get; set; } = [];

    /// <summary>Lays the ledger down and takes it up again.</summary>
    public void Restart()
    {
        var state = State();
        Ledger = new(_terms, Arm(10_000, 50, 20));
        Ledger.Restore(state);
    }

    public double[] State()
    {
        var state = new double[Ledger.StateLength];
        Ledger.Save(state);
        return state;
    }

    public Verdict After(ArmWindow? stable, ArmWindow canary, int phase = 0, decimal share = 5)
    {
        var from = s_noon.AddSeconds(10 * Seen++);
        _intervals.Add(new(phase, from, from.AddSeconds(10), Share.FromPercent(share), stable, canary));
        Ledger.Observe(_intervals[^1]);
        _window = new(from, from.AddSeconds(10), stable, canary, "window");
        return _last = EvidenceJudge.Judge(_last, _window, Ledger.Assess("hash", stable), Settings, Muted);
    }

    /// <summary>The last verdict once more, with what only a decision needs.</summary>
    public Verdict Explained() => EvidenceJudge.Judge(
        _last, _window!, Ledger.Assess("hash", _window!.Stable) with { ErrorsAtLeast = ErrorBounds.AtLeast(_terms, _intervals) }, Settings, Muted);

    /// <summary>The last verdict once more, with metrics that cannot be judged now.</summary>
    public Verdict Again(ValueList<MetricTrouble> troubles) => EvidenceJudge.Judge(_last, _window! with { Troubles = troubles }, Ledger.Assess("hash", _window!.Stable), Settings, Muted);

    /// <summary>The last window once more, seen so much later than it was counted.</summary>
    public Verdict SeenAt(TimeSpan later) => EvidenceJudge.Judge(
        _last, _window! with { From = _window!.From + later, To = _window.To + later }, Ledger.Assess("hash", _window.Stable), Settings, Muted);

    /// <summary>Until the verdict is no longer "hold", or so many intervals are over.</summary>
    public Verdict Until(int intervals, Func<(ArmWindow? Stable, ArmWindow Canary)> next, int phase = 0, decimal share = 5)
    {
        var verdict = Verdict.NoDataYet;
        for (var i = 0; i < intervals && verdict.Kind == VerdictKind.Hold; i++)
        {
            var (stable, canary) = next();
            verdict = After(stable, canary, phase, share);
        }

        return verdict;
    }

    /// <param name="milliseconds">Of every request.</param>
    public static ArmWindow Arm(long requests, long errors, double milliseconds = 20)
    {
        var latency = new long[LatencyBounds.BucketCount];
        latency[LatencyBounds.BucketOf(milliseconds)] = Math.Max(0, requests);
        return new(TimeSpan.FromSeconds(10), requests, errors, 0, 0, latency);
    }
}
