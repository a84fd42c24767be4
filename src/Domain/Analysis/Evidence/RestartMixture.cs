namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// One process out of many: equal weights over effect sizes, and over starting times half of the capital from the first stratum, half in equal parts at each restart. A mixture of
/// e-processes is one, and capital not yet spent keeps its worth.
/// </summary>
/// <remarks>Method of mixtures: Robbins (1970); Howard, Ramdas, McAuliffe, Sekhon, "Time-uniform Chernoff bounds via nonnegative supermartingales" (2020); mixing over starts: Shin, Ramdas, Rinaldo, "E-detectors" (2022).</remarks>
public sealed class RestartMixture : IEvidenceProcess
{
    /// <summary>The most effect sizes that one mixture has room for.</summary>
    public const int MostEffects = 16;

    private const int Counters = 1;
    private readonly RestartPlan _plan;
    private readonly double[] _fromStart;
    private readonly double[] _restarted;
    private readonly double _effectWeight;
    private readonly double _startWeight;
    private readonly double _restartWeight;
    private double _strata;

    /// <param name="effects">How many effect sizes are mixed, 1 to 16.</param>
    public RestartMixture(int effects, RestartPlan plan)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(effects);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(effects, MostEffects);
        _plan = plan;
        _fromStart = new double[effects];
        _restarted = new double[effects];
        _effectWeight = -Math.Log(effects);
        _startWeight = plan.Count > 0 ? -Math.Log(2) : 0;
        _restartWeight = plan.Count > 0 ? Math.Log(0.5 / plan.Count) : double.NegativeInfinity;
        Reset();
    }

    public int Effects => _fromStart.Length;

    public int StateLength => (2 * Effects) + Counters;

    public double LogEvidence
    {
        get
        {
            Span<double> parts = stackalloc double[(2 * MostEffects) + 1];
            for (var j = 0; j < Effects; j++)
            {
                parts[2 * j] = _effectWeight + _startWeight + _fromStart[j];
                parts[(2 * j) + 1] = _effectWeight + _restarted[j];
            }

            parts[2 * Effects] = Unspent > 0 ? Math.Log(Unspent) : double.NegativeInfinity;
            return LogMath.LogSumExp(parts[..((2 * Effects) + 1)]);
        }
    }

    private double Restarts => Math.Min(Math.Floor(Math.Max(0, _strata - 1) / _plan.Every), _plan.Count);

    // Counted, not subtracted: after the last restart exactly nothing is left.
    private double Unspent => _plan.Count > 0 ? 0.5 * (1 - (Restarts / _plan.Count)) : 0;

    /// <summary>Adds one stratum. Every stratum counts for the restarts, also one without data, whose factors are 0.</summary>
    /// <param name="logFactors">ln of the factor per effect size, finite; what is not finite counts as 0.</param>
    public void Add(ReadOnlySpan<double> logFactors)
    {
        var before = Restarts;
        _strata++;
        var starts = Restarts > before;
        for (var j = 0; j < Effects; j++)
        {
            var factor = double.IsFinite(logFactors[j]) ? logFactors[j] : 0;
            _fromStart[j] += factor;
            _restarted[j] = (starts ? LogMath.LogAddExp(_restarted[j], _restartWeight) : _restarted[j]) + factor;
        }
    }

    /// <summary>Adds a stratum that says nothing.</summary>
    public void Skip()
    {
        Span<double> nothing = stackalloc double[MostEffects];
        nothing.Clear();
        Add(nothing[..Effects]);
    }

    /// <summary>Back to evidence 1.</summary>
    public void Reset()
    {
        Array.Clear(_fromStart);
        Array.Fill(_restarted, double.NegativeInfinity);
        _strata = 0;
    }

    public void Save(Span<double> state)
    {
        _fromStart.CopyTo(state);
        _restarted.CopyTo(state[Effects..]);
        state[2 * Effects] = _strata;
    }

    public void Restore(ReadOnlySpan<double> state)
    {
        state[..Effects].CopyTo(_fromStart);
        state.Slice(Effects, Effects).CopyTo(_restarted);
        _strata = state[2 * Effects];
    }
}
