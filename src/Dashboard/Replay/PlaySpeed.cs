namespace Sluice.Dashboard.Replay;

/// <summary>How fast a replay plays by itself.</summary>
public enum PlaySpeed
{
    Real,
    Ten,
    Sixty,
    Max,
}

/// <summary>How long playing waits between two events. Idle stretches are folded: nobody watches four minutes of nothing.</summary>
internal static class Pace
{
    /// <summary>The longest wait, whatever the speed.</summary>
    public static TimeSpan Longest { get; } = TimeSpan.FromSeconds(3);

    /// <summary>The shortest: people must be able to see that something changed, and the circuit to keep up.</summary>
    public static TimeSpan Shortest { get; } = TimeSpan.FromMilliseconds(150);

    public static TimeSpan Between(DateTimeOffset from, DateTimeOffset to, PlaySpeed speed)
    {
        var factor = speed switch
        {
            PlaySpeed.Real => 1,
            PlaySpeed.Ten => 10,
            PlaySpeed.Sixty => 60,
            _ => double.PositiveInfinity,
        };
        return TimeSpan.FromSeconds(Math.Clamp((to - from).TotalSeconds / factor, Shortest.TotalSeconds, Longest.TotalSeconds));
    }
}
