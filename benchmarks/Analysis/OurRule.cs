using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis;

/// <summary>The product's rollback process for one counted metric that has the whole capital.</summary>
internal sealed class OurRule : IRule
{
    private readonly RollbackProcess _process;
    private readonly double[] _fresh;
    private readonly double _priorRate;
    private readonly double _threshold;
    private PastRate _past;

    /// <param name="priorRate">The stable rate of the hour before.</param>
    public OurRule(Margin margin, RestartPlan plan, double priorRate, double alpha = 0.01)
    {
        _process = new(margin, plan);
        _fresh = new double[_process.StateLength];
        _process.Save(_fresh);
        (_priorRate, _threshold) = (priorRate, -Math.Log(alpha));
    }

    public void Start()
    {
        _process.Restore(_fresh);
        _past = PastRate.From(_priorRate);
    }

    public bool Observe(in ArmCounts counts)
    {
        _process.Observe(counts, _past.Estimate);
        _past = _past.After(counts);
        return _process.LogEvidence >= _threshold;
    }
}
