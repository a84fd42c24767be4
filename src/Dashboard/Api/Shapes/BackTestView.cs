using Sluice.Dashboard.NewDeployment;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Api.Shapes;

/// <summary>How a canary that is as good as stable would have fared under these rules: what stable served, split at random.</summary>
/// <param name="Days">One start after the other through the minutes that are kept; null where there are none, and where evidence does not compare.</param>
/// <param name="Recent">Again and again on the samples of the last half hour, at every look; null where there are too few.</param>
/// <param name="Unread">Why the days cannot be read now; null when they can.</param>
public sealed record BackTestView(BackTestDaysView? Days, BackTestRecentView? Recent, string? Unread)
{
    public static BackTestView Of(BackTestAnswer answer) => new(
        answer.Days is { } days
            ? new(
                days.Starts, days.Returned, days.Held, days.Broken, days.Median is { } median ? Durations.Format(median) : null,
                days.From, days.Until, Durations.Format(days.Missing), Durations.Format(days.Step))
            : null,
        answer.Recent is { } recent
            ? new(recent.Runs, recent.Returned, recent.Held, recent.Median is { } took ? Durations.Format(took) : null, Durations.Format(recent.Covered))
            : null,
        answer.Unread);
}

/// <param name="Starts">Those that came to an end.</param>
/// <param name="Returned">False alarms.</param>
/// <param name="Held">Would have stopped for a person.</param>
/// <param name="Broken">Ran into a stretch without a counted request, and are not among the starts.</param>
/// <param name="Median">Within which half of the starts passed every phase beside stable; null when fewer than half passed.</param>
/// <param name="Missing">Length of the stretches without a counted request.</param>
/// <param name="Step">Time between looks; a minute at the least.</param>
public sealed record BackTestDaysView(int Starts, int Returned, int Held, int Broken, string? Median, DateTimeOffset From, DateTimeOffset Until, string Missing, string Step);

/// <param name="Covered">Length of the samples.</param>
public sealed record BackTestRecentView(int Runs, int Returned, int Held, string? Median, string Covered);
