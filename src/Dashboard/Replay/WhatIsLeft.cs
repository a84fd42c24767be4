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
        var first = record.Intervals.FirstOrDefault(interval => interval.Phase != Interval.BeforeTheCanary);
        var begun = record.IsForeign ? null : record.History.Last?.StartedAt;
        if (record.Hours.Count > 0)
        {
            var text = first is null ? texts["Replay.Hourly", Days, HourDays] : texts["Replay.HourlyInPart", Days, Times.Full(first.From), HourDays];
            return new(first is null ? "hours" : "part-hours", begun < now - IStratumStore.KeptHours ? $"{text.Value} {texts["Replay.HoursFrom", Times.Full(record.Hours[0].From)].Value}" : text);
        }

        return first is null ? new("nothing", texts["Replay.NotKept", Days])
            : begun < now - IStratumStore.Kept ? new("part", texts["Replay.KeptInPart", Days, Times.Full(first.From)])
            : null;
    }
}
