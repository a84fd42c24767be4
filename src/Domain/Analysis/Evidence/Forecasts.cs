namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// Forecasts for comparisons and limits: the evidence still missing over what the best component of the mixture is expected to add per canary request.
/// </summary>
/// <remarks>Wald's approximation of the expected sample size (1945), for the component that grows fastest at the rates so far.</remarks>
public static class Forecasts
{
    private const double Half = 0.5;
    private static readonly double[] s_limitShares = [0.7, 0.4, 0.1];

    /// <summary>If both arms go on at their present rates.</summary>
    /// <param name="margin">The tolerance.</param>
    /// <param name="counts">All that was counted so far, or recently.</param>
    /// <param name="logEvidence">Now, in nats.</param>
    /// <param name="alpha">Chance of a false rollback, between 0 and 1, exclusive.</param>
    /// <param name="tempering">Above 0, at most 1.</param>
    public static Forecast OfRollback(Margin margin, in ArmCounts counts, double logEvidence, double alpha, double tempering = 1)
    {
        if (!CanTell(margin, counts, logEvidence, alpha, ref tempering))
        {
            return Nothing(VerdictKind.RollBack);
        }

        var truth = new RatePair(Rate(counts.CanaryRequests, counts.CanaryBad), Rate(counts.StableRequests, counts.StableBad));
        var best = double.NegativeInfinity;
        foreach (var factor in EffectSizes.OddsFactors)
        {
            best = Math.Max(best, PerRequest(margin, counts, truth, Odds.Times(margin.At(truth.Stable), factor)));
        }

        return Forecast.From(VerdictKind.RollBack, -Math.Log(alpha) - logEvidence, tempering * best);
    }

    /// <summary>If the canary is as good as stable.</summary>
    /// <param name="margin">The margin of the phase.</param>
    /// <param name="counts">All that was counted so far, or recently.</param>
    /// <param name="logEvidence">Now, in nats.</param>
    /// <param name="beta">Chance of clearing a canary at the margin, between 0 and 1, exclusive.</param>
    /// <param name="tempering">Above 0, at most 1.</param>
    public static Forecast OfAdvance(Margin margin, in ArmCounts counts, double logEvidence, double beta, double tempering = 1)
    {
        if (!CanTell(margin, counts, logEvidence, beta, ref tempering))
        {
            return Nothing(VerdictKind.Advance);
        }

        var rate = Rate(counts.StableRequests, counts.StableBad);
        var atMargin = margin.At(rate);
        var best = double.NegativeInfinity;
        foreach (var alternative in (ReadOnlySpan<double>)[rate, (rate + atMargin) / 2, rate / 2])
        {
            best = alternative < atMargin ? Math.Max(best, PerRequest(margin, counts, new(rate, rate), alternative)) : best;
        }

        return Forecast.From(VerdictKind.Advance, -Math.Log(beta) - logEvidence, tempering * best);
    }

    /// <summary>Of a proven breach of a limit, if the canary goes on at its present rate.</summary>
    /// <param name="limit">The share of bad requests that is allowed, between 0 and 1, exclusive.</param>
    /// <param name="requests">Of the canary.</param>
    /// <param name="bad">Of the canary.</param>
    /// <inheritdoc cref="OfRollback" path="/param[@name='logEvidence' or @name='alpha' or @name='tempering']"/>
    public static Forecast OfBreach(double limit, long requests, long bad, double logEvidence, double alpha, double tempering = 1)
    {
        if (!CanTell(limit, requests, bad, logEvidence, alpha, ref tempering))
        {
            return Nothing(VerdictKind.RollBack);
        }

        var best = double.NegativeInfinity;
        foreach (var factor in EffectSizes.OddsFactors)
        {
            best = Math.Max(best, Divergence.PerRequest(Rate(requests, bad), Odds.Times(limit, factor), limit));
        }

        return Forecast.From(VerdictKind.RollBack, -Math.Log(alpha) - logEvidence, tempering * best);
    }

    /// <summary>Of proven compliance with a limit, if the canary goes on at its present rate.</summary>
    /// <inheritdoc cref="OfBreach" path="/param[@name='limit' or @name='requests' or @name='bad' or @name='logEvidence' or @name='tempering']"/>
    /// <param name="beta">Chance of clearing a canary at the limit, between 0 and 1, exclusive.</param>
    public static Forecast OfCompliance(double limit, long requests, long bad, double logEvidence, double beta, double tempering = 1)
    {
        if (!CanTell(limit, requests, bad, logEvidence, beta, ref tempering))
        {
            return Nothing(VerdictKind.Advance);
        }

        var best = double.NegativeInfinity;
        foreach (var share in s_limitShares)
        {
            best = Math.Max(best, Divergence.PerRequest(Rate(requests, bad), share * limit, limit));
        }

        return Forecast.From(VerdictKind.Advance, -Math.Log(beta) - logEvidence, tempering * best);
    }

    private static Forecast Nothing(VerdictKind towards) => new(towards, ForecastOutcome.NoData, 0);

    private static bool CanTell(Margin margin, in ArmCounts counts, double logEvidence, double level, ref double tempering) =>
        counts.Use == StratumUse.Used
        && margin.IsValid
        && margin.At(Rate(counts.StableRequests, counts.StableBad)) < 1
        && CanTell(logEvidence, level, ref tempering);

    private static bool CanTell(double limit, long requests, long bad, double logEvidence, double level, ref double tempering) =>
        limit is > 0 and < 1 && new ReplicaCounts(requests, bad).IsUsed && CanTell(logEvidence, level, ref tempering);

    private static bool CanTell(double logEvidence, double level, ref double tempering) =>
        double.IsFinite(logEvidence) && level is > 0 and < 1 && Tempering.TryUse(ref tempering);

    private static double Rate(double requests, double bad) => Divergence.Inside((bad + Half) / (requests + 1));

    private static double PerRequest(Margin margin, in ArmCounts counts, RatePair truth, double canaryAlternative)
    {
        var stablePerCanary = (double)counts.StableRequests / counts.CanaryRequests;
        var alternative = new RatePair(Divergence.Inside(canaryAlternative), truth.Stable);
        var nearest = AffineMargin.Project(margin, 1, stablePerCanary, alternative);
        return Divergence.PerRequest(truth.Canary, alternative.Canary, nearest.Canary)
            + (stablePerCanary * Divergence.PerRequest(truth.Stable, alternative.Stable, nearest.Stable));
    }
}
