using System.Runtime.InteropServices;
using Sluice.Benchmarks.Analysis.Random;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis;

/// <summary>Canary requests until 95 % and 99 % certainty; infinity if never.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Cleared(double AtFive, double AtOne);

/// <summary>The product's advance process on one phase without end.</summary>
internal sealed class PhaseTrial
{
    // From here the chance of still reaching 20 is at most exp(-12): by Ville's inequality less than one run in 100,000 is judged too early.
    private const double Hopeless = -9;
    private const int Strata = 20_000;
    private readonly AdvanceProcess _process;
    private readonly double[] _fresh;
    private readonly double _rate;
    private readonly double _canaryRate;
    private readonly long _canary;
    private readonly long _stable;

    /// <param name="rate">Of the stable arm, and in the hour before.</param>
    /// <param name="canary">Requests per stratum.</param>
    public PhaseTrial(Margin margin, double rate, double canaryRate, long canary, long stable)
    {
        _process = new(margin);
        _fresh = new double[_process.StateLength];
        _process.Save(_fresh);
        (_rate, _canaryRate, _canary, _stable) = (rate, canaryRate, canary, stable);
    }

    public Cleared Run(RandomStream random)
    {
        _process.Restore(_fresh);
        var (past, atFive) = (PastRate.From(_rate), double.PositiveInfinity);
        for (var stratum = 1; stratum <= Strata && _process.LogEvidence > Hopeless; stratum++)
        {
            var counts = new ArmCounts(_canary, random.Binomial(_canary, _canaryRate), _stable, random.Binomial(_stable, _rate));
            _process.Observe(counts, past.Estimate);
            past = past.After(counts);
            if (double.IsInfinity(atFive) && _process.IsProven(0.05))
            {
                atFive = stratum * _canary;
            }

            if (_process.IsProven(0.01))
            {
                return new(atFive, stratum * _canary);
            }
        }

        return new(atFive, double.PositiveInfinity);
    }
}
