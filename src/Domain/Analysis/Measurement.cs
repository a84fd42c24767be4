namespace Sluice.Domain.Analysis;

/// <summary>What a run of the analysis got to see. An outage is never a number.</summary>
public abstract record Measurement
{
    private Measurement()
    {
    }

    /// <param name="Stable">Null when there is no stable arm: at 100 %, or on a first deployment.</param>
    /// <param name="Hash">Of the interval counts that this rests on, so that a decision can be checked later.</param>
    public sealed record Seen(DateTimeOffset From, DateTimeOffset To, ArmWindow? Stable, ArmWindow Canary, string Hash) : Measurement
    {
        /// <summary>Metrics of the place's own that cannot be judged now; the others can.</summary>
        public ValueList<MetricTrouble> Troubles { get; init; } = [];
    }

    /// <summary>The source could not be asked.</summary>
    public sealed record Unavailable(string Why) : Measurement;
}
