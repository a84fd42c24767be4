using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Replay.Incidents;

/// <summary>One event of one of several deployments.</summary>
/// <param name="Index">Of the event in its own record, from 0.</param>
/// <param name="At">When it happened.</param>
public sealed record ClockTick(ReplayRecord Record, int Index, DateTimeOffset At)
{
    public long Version => Record.History.Events[Index].Version;

    public DeploymentEvent? Event => Record.History.Events[Index].Event;
}

/// <summary>The events of several deployments in the order in which they happened.</summary>
public sealed class CommonClock
{
    public CommonClock(IReadOnlyList<ReplayRecord> records)
    {
        Records = records;
        Ticks =
        [
            .. records.SelectMany(record => Enumerable.Range(0, record.History.Events.Count).Select(i => new ClockTick(record, i, record.InstantOf(i))))
                .OrderBy(tick => tick.At).ThenBy(tick => tick.Record.Id.Value, StringComparer.Ordinal).ThenBy(tick => tick.Index),
        ];
    }

    public IReadOnlyList<ReplayRecord> Records { get; }

    public IReadOnlyList<ClockTick> Ticks { get; }

    /// <summary>The last event at or before an instant; the first of all before any.</summary>
    public int TickAt(DateTimeOffset at)
    {
        var (low, high) = (0, Ticks.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = Ticks[middle].At <= at ? (middle + 1, high) : (low, middle);
        }

        return Math.Max(0, low - 1);
    }

    /// <summary>The last event of a deployment up to a tick; null before its first.</summary>
    public int? IndexAt(ReplayRecord record, int tick)
    {
        for (var i = tick; i >= 0; i--)
        {
            if (ReferenceEquals(Ticks[i].Record, record))
            {
                return Ticks[i].Index;
            }
        }

        return null;
    }
}
