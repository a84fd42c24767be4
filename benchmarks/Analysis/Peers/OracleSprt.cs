using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Peers;

/// <summary>The sequential probability ratio test of Wald (1945) that is told both true rates beforehand: nothing that must learn them is faster on average.</summary>
internal sealed class OracleSprt(double canaryRate, double stableRate, double alpha = 0.01) : IRule
{
    private readonly RatePair _truth = new(Math.Max(canaryRate, 1e-9), Math.Max(stableRate, 1e-9));
    private readonly double _threshold = -Math.Log(alpha);
    private double _logEvidence;

    public void Start() => _logEvidence = 0;

    public bool Observe(in ArmCounts counts)
    {
        _logEvidence += AffineMargin.LogFactor(Margin.Equal, counts, _truth);
        return _logEvidence >= _threshold;
    }
}
