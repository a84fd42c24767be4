namespace Sluice.Engine.Control;

/// <summary>How often a controller looks.</summary>
internal static class Pace
{
    public static TimeSpan Active { get; } = TimeSpan.FromSeconds(1);

    public static TimeSpan Idle { get; } = TimeSpan.FromSeconds(5);

    /// <summary>After a failed look.</summary>
    public static TimeSpan AfterFailure { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Between asking an instance to end and killing it.</summary>
    public static TimeSpan StopGrace { get; } = TimeSpan.FromSeconds(10);

    /// <summary>At the latest when time alone changes something: the end of a hold, or the next run of the analysis.</summary>
    /// <param name="decidedAt">When the state was last asked what is due.</param>
    /// <param name="isLeaving">Something is being drained or stopped.</param>
    public static DateTimeOffset Next(DateTimeOffset decidedAt, PlaceView view, bool isLeaving, DateTimeOffset? nextRunAt)
    {
        var next = decidedAt + (view.Active is null && !isLeaving ? Idle : Active);
        next = view.Wanted.LookAgainAt is { } due && due > decidedAt && due < next ? due : next;
        next = view.Environment.Frozen?.Until is { } thaw && thaw > decidedAt && thaw < next ? thaw : next;
        foreach (var scheduled in view.Environment.Scheduled)
        {
            next = scheduled.At > decidedAt && scheduled.At < next ? scheduled.At : next;
        }

        return nextRunAt is { } run && run > decidedAt && run < next ? run : next;
    }
}
