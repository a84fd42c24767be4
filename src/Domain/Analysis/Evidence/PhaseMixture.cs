namespace Sluice.Domain.Analysis.Evidence;

/// <summary>A weighted mixture of processes that starts anew with every phase, because clearance must come from the current exposure. What was proven in a phase stays proven in it.</summary>
public sealed class PhaseMixture : IEvidenceProcess
{
    private const int MostParts = 4;
    private readonly double[] _logWeights;
    private readonly double[] _logFactors;

    /// <param name="weights">At most four, summing to 1; a part of weight 0 does not take part.</param>
    public PhaseMixture(params ReadOnlySpan<double> weights)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(weights.Length, MostParts, nameof(weights));
        _logWeights = new double[weights.Length];
        _logFactors = new double[weights.Length];
        for (var j = 0; j < weights.Length; j++)
        {
            _logWeights[j] = Math.Log(weights[j]);
        }
    }

    public double LogEvidence
    {
        get
        {
            Span<double> parts = stackalloc double[MostParts];
            for (var j = 0; j < _logFactors.Length; j++)
            {
                parts[j] = _logWeights[j] + _logFactors[j];
            }

            return LogMath.LogSumExp(parts[.._logFactors.Length]);
        }
    }

    /// <summary>The most evidence there has been in this phase, in nats; at least 0. It never falls within a phase.</summary>
    public double HighestLogEvidence { get; private set; }

    public int StateLength => _logFactors.Length + 1;

    /// <summary>Whether evidence has reached 1/<paramref name="beta"/> in this phase.</summary>
    /// <param name="beta">The accepted chance of clearing what is at or beyond the limit, between 0 and 1, exclusive; nothing is proven at any other.</param>
    public bool IsProven(double beta) => beta is > 0 and < 1 && HighestLogEvidence >= -Math.Log(beta);

    /// <param name="logFactors">ln of the factor per part; what is not finite counts as 0.</param>
    public void Add(ReadOnlySpan<double> logFactors)
    {
        for (var j = 0; j < _logFactors.Length; j++)
        {
            _logFactors[j] += double.IsFinite(logFactors[j]) ? logFactors[j] : 0;
        }

        HighestLogEvidence = Math.Max(HighestLogEvidence, LogEvidence);
    }

    /// <summary>Back to evidence 1.</summary>
    public void EnterPhase()
    {
        Array.Clear(_logFactors);
        HighestLogEvidence = 0;
    }

    public void Save(Span<double> state)
    {
        _logFactors.CopyTo(state);
        state[_logFactors.Length] = HighestLogEvidence;
    }

    public void Restore(ReadOnlySpan<double> state)
    {
        state[.._logFactors.Length].CopyTo(_logFactors);
        HighestLogEvidence = state[_logFactors.Length];
    }
}
