namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// Evidence that the canary gets fewer requests than it should: Poisson likelihood ratios (Wald, 1945; Dvoretzky, Kiefer, Wolfowitz, 1953) for a quarter, half and four fifths of the least rate.
/// Few arrivals are first of all a matter of routing or of data.
/// </summary>
/// <param name="leastRate">Requests per second, above 0. Anything else leaves the evidence at 1.</param>
public sealed class ThroughputProcess(double leastRate) : IEvidenceProcess
{
    private static readonly double[] s_shares = [0.25, 0.5, 0.8];
    private double _requests;
    private double _seconds;

    internal static ReadOnlySpan<double> Shares => s_shares;

    public double LogEvidence
    {
        get
        {
            Span<double> parts = stackalloc double[s_shares.Length];
            for (var j = 0; j < parts.Length; j++)
            {
                parts[j] = (_requests * Math.Log(s_shares[j])) + (leastRate * (1 - s_shares[j]) * _seconds);
            }

            return _seconds > 0 ? LogMath.LogSumExp(parts) - Math.Log(parts.Length) : 0;
        }
    }

    public int StateLength => 2;

    /// <summary>Takes in one stratum. Never throws, never allocates.</summary>
    /// <param name="requests">That arrived at the canary.</param>
    /// <param name="seconds">Length of the stratum, above 0 and at most a year.</param>
    /// <param name="tempering">As for <see cref="RollbackProcess.Observe"/>.</param>
    public StratumUse Observe(long requests, double seconds, double tempering = 1)
    {
        const double Year = 366 * 86_400.0;
        if (requests < 0 || !(seconds >= 0 && seconds <= Year))
        {
            return StratumUse.NegativeCount;
        }

        if (!(leastRate > 0 && leastRate < 1e12))
        {
            return StratumUse.MarginOutOfRange;
        }

        if (!Tempering.TryUse(ref tempering))
        {
            return StratumUse.NoWeight;
        }

        // The logarithm of every part is linear in both.
        _requests += tempering * requests;
        _seconds += tempering * seconds;
        return StratumUse.Used;
    }

    public void Save(Span<double> state) => (state[0], state[1]) = (_requests, _seconds);

    public void Restore(ReadOnlySpan<double> state) => (_requests, _seconds) = (state[0], state[1]);
}
