using Sluice.Domain;

namespace Sluice.Dashboard.Replay;

/// <summary>Which knowledge a replay shows of an instant.</summary>
public enum ReplayClock
{
    /// <summary>All that is known today of what had happened by then; what came late is marked.</summary>
    Now,

    /// <summary>Only what had been recorded by then: what anybody could have seen.</summary>
    Then,
}

/// <summary>An instant of a deployment's past: what had happened by then, and what of it was known.</summary>
/// <param name="At">When the event that is shown happened.</param>
/// <param name="Known">When it was recorded.</param>
public sealed record ReplayInstant(DateTimeOffset At, DateTimeOffset Known, ReplayClock Clock)
{
    public bool Shows(DateTimeOffset happened, DateTimeOffset? recorded) => happened <= At && (Clock == ReplayClock.Now || (recorded ?? happened) <= Known);

    internal static ReplayClock Read(string? text) => string.Equals(text, Words.Of(ReplayClock.Then), StringComparison.Ordinal) ? ReplayClock.Then : ReplayClock.Now;
}
