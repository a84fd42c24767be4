using Sluice.Engine.Projections;

namespace Sluice.Dashboard.Services;

/// <summary>How a service's deployments have ended lately.</summary>
/// <param name="Ended">All that ended, those that changed nothing left out.</param>
/// <param name="Promoted">Those that serve, or have served, all traffic.</param>
/// <param name="Returned">Those whose traffic went back, by verdict or by hand.</param>
/// <param name="ToPromote">Median time from start to all traffic; null without any.</param>
/// <param name="ToReturn">Median time from start to all traffic back; null without any.</param>
/// <param name="Superseded">Promoted ones that were rolled back later.</param>
public sealed record Reliability(int Ended, int Promoted, int Returned, int Failed, int Superseded, TimeSpan? ToPromote, TimeSpan? ToReturn)
{
    /// <summary>From the decision to go back until all traffic was on stable again; null when none went back.</summary>
    public (TimeSpan Median, TimeSpan P95)? Settle { get; init; }

    /// <summary>Those whose traffic went back, failed ones among them.</summary>
    public int Settled { get; init; }

    /// <summary>Those that a person had a hand in between start and end.</summary>
    public int Touched { get; init; }

    /// <summary>How far back it looks.</summary>
    public static readonly TimeSpan Window = TimeSpan.FromDays(90);

    /// <summary>Fraction of what ended that was promoted and stayed; null when nothing ended.</summary>
    public double? Held => Ended > 0 ? (double)(Promoted - Superseded) / Ended : null;

    /// <param name="rows">Of one service; what has not ended, or not lately, is left out.</param>
    public static Reliability Of(IEnumerable<DeploymentRow> rows, DateTimeOffset now)
    {
        var ended = rows.Where(row => row is { EndedAt: { } end, StartedAt: not null } && end > now - Window).ToList();
        var promoted = ended.Where(row => row.Status == "succeeded").ToList();
        var returned = ended.Where(row => row.Status is "rolled_back" or "aborted").ToList();
        var settles = Lengths(ended, row => row.Course.ReturnBeganAt);
        return new(
            ended.Count,
            promoted.Count,
            returned.Count,
            ended.Count(row => row.Status == "failed"),
            promoted.Count(row => row.Superseded),
            Median(Lengths(promoted, row => row.StartedAt)),
            Median(Lengths(returned, row => row.StartedAt)))
        {
            Settle = Median(settles) is { } median ? (median, settles[(int)Math.Ceiling(0.95 * settles.Length) - 1]) : null,
            Settled = settles.Length,
            Touched = ended.Count(row => row.Course.IsTouched),
        };
    }

    /// <summary>From an instant of each to its end, those without it left out. Shortest first.</summary>
    private static TimeSpan[] Lengths(IEnumerable<DeploymentRow> rows, Func<DeploymentRow, DateTimeOffset?> from) =>
        [.. rows.Select(row => row.EndedAt - from(row)).OfType<TimeSpan>().Order()];

    private static TimeSpan? Median(TimeSpan[] lengths) => lengths.Length == 0 ? null : (lengths[(lengths.Length - 1) / 2] + lengths[lengths.Length / 2]) / 2;
}
