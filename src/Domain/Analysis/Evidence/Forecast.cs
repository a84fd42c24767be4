namespace Sluice.Domain.Analysis.Evidence;

/// <summary>How far off a verdict is. Good for "minutes or hours", not for a countdown.</summary>
/// <param name="Towards">The verdict that is forecast: <see cref="VerdictKind.Advance"/> or <see cref="VerdictKind.RollBack"/>.</param>
/// <param name="Requests">More canary requests; 0 unless <see cref="ForecastOutcome.InSight"/>.</param>
public sealed record Forecast(VerdictKind Towards, ForecastOutcome Outcome, double Requests)
{
    private const double FewestShare = 0.2;
    private const double MostTimes = 3;

    /// <summary>The lower end of the range that is shown.</summary>
    public double Fewest => FewestShare * Requests;

    /// <summary>The upper end of the range that is shown.</summary>
    public double Most => MostTimes * Requests;

    /// <summary>How long some requests take.</summary>
    /// <param name="requests">0 or more.</param>
    /// <param name="perSecond">Canary requests per second now.</param>
    /// <returns>Null without traffic; the longest time there is when it is longer.</returns>
    public static TimeSpan? Duration(double requests, double perSecond) => (requests / perSecond) switch
    {
        _ when !(perSecond > 0 && requests >= 0) => null,
        double.NaN => null,
        var seconds when seconds < TimeSpan.MaxValue.TotalSeconds => TimeSpan.FromSeconds(seconds),
        _ => TimeSpan.MaxValue,
    };

    /// <summary>From the evidence still missing and what each canary request is expected to add.</summary>
    internal static Forecast From(VerdictKind towards, double missing, double perRequest)
    {
        var requests = missing / perRequest;
        return missing <= 0 ? new(towards, ForecastOutcome.Reached, 0)
            : perRequest > 0 && double.IsFinite(requests) ? new(towards, ForecastOutcome.InSight, requests)
            : new(towards, ForecastOutcome.InsideIndifferenceZone, 0);
    }
}

/// <summary>What can be said about the way to a verdict.</summary>
public enum ForecastOutcome
{
    /// <summary>About so many more requests, if rates stay as they are.</summary>
    InSight,

    /// <summary>The evidence is there.</summary>
    Reached,

    /// <summary>The difference lies inside the indifference zone; more traffic will not help: widen the margin or decide by hand.</summary>
    InsideIndifferenceZone,

    /// <summary>An arm has no requests, or the counts or levels cannot be true: nothing to go by.</summary>
    NoData,
}
