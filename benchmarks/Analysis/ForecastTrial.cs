using Sluice.Benchmarks.Analysis.Random;
using Sluice.Benchmarks.Analysis.Traffic;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis;

/// <summary>One forecast during a run, and how many canary requests it really took: their ratio, or NaN where there was nothing to forecast.</summary>
/// <param name="forecastAt">Strata before the forecast.</param>
internal sealed class ForecastTrial(Margin margin, bool towardsAdvance, Arrivals arrivals, double stableRate, int forecastAt)
{
    private const int Strata = 50_000;
    private const double Level = 0.01;
    private const double Beta = 0.05;
    private readonly RollbackProcess _rollback = new(margin, RestartPlan.For(Study.Hour));
    private readonly AdvanceProcess _advance = new(margin);
    private double[]? _fresh;

    private double LogEvidence => towardsAdvance ? _advance.LogEvidence : _rollback.LogEvidence;

    private double Missing => -Math.Log(towardsAdvance ? Beta : Level) - LogEvidence;

    public double Run(RandomStream random)
    {
        if (_fresh is null)
        {
            _fresh = new double[_rollback.StateLength];
            _rollback.Save(_fresh);
        }

        _rollback.Restore(_fresh);
        _advance.EnterPhase();
        arrivals.Start(random);
        var (past, total, forecast, requests) = (PastRate.From(stableRate), default(ArmCounts), 0.0, 0L);
        for (var stratum = 0; stratum < Strata; stratum++)
        {
            var counts = arrivals.Next(random, stratum);
            Observe(counts, past.Estimate);
            past = past.After(counts);
            requests += counts.CanaryRequests;
            if (Missing <= 0)
            {
                return forecast > 0 ? requests / forecast : double.NaN;
            }

            total = new(
                total.CanaryRequests + counts.CanaryRequests, total.CanaryBad + counts.CanaryBad, total.StableRequests + counts.StableRequests, total.StableBad + counts.StableBad);
            if (stratum + 1 == forecastAt)
            {
                (forecast, requests) = (Forecast(total), 0);
                if (forecast == 0)
                {
                    return double.NaN;
                }
            }
        }

        return double.PositiveInfinity;
    }

    private void Observe(in ArmCounts counts, double rate)
    {
        if (towardsAdvance)
        {
            _advance.Observe(counts, rate);
        }
        else
        {
            _rollback.Observe(counts, rate);
        }
    }

    private double Forecast(in ArmCounts total) => towardsAdvance
        ? Forecasts.OfAdvance(margin, total, LogEvidence, Beta).Requests
        : Forecasts.OfRollback(margin, total, LogEvidence, Level).Requests;
}
