using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Engine.Metrics;

namespace Sluice.Dashboard.Replay;

/// <summary>What must be said of a record whose intervals are past their time.</summary>
/// <param name="Kind"><c>nothing</c>, <c>hours</c>, <c>part</c>, or <c>part-hours</c> with hours before the intervals that are left.</param>
internal sealed record WhatIsLeft(string Kind, string Text)
{
    private static int Days => (int)IStratumStore.Kept.TotalDays;

    private static int HourDays => (int)IStratumStore.KeptHours.TotalDays;

    /// <returns>Null while all of it can be there.</returns>
    public static WhatIsLeft? Of(ReplayRecord record, DateTimeOffset now, IStringLocalizer<Texts> texts)
    {
        if (record.Intervals.Count == 0)
        {
            return record.Hours.Count > 0 ? new("hours", texts["Replay.Hourly", Days, HourDays]) : new("nothing", texts["Replay.NotKept", Days]);
        }

        var isOld = !record.IsForeign && record.History.Last?.StartedAt < now - IStratumStore.Kept;
        return (isOld || record.Hours.Count > 0) && record.Intervals.FirstOrDefault(interval => interval.Phase != Interval.BeforeTheCanary) is { } first
            ? record.Hours.Count > 0
                ? new("part-hours", texts["Replay.HourlyInPart", Days, Times.Full(first.From), HourDays])
                : new("part", texts["Replay.KeptInPart", Days, Times.Full(first.From)])
            : null;
    }
}
