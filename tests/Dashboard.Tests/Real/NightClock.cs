namespace Sluice.Dashboard.Tests.Real;

/// <summary>The real time, which can be put forward: hours pass at once, and timers go on as they do.</summary>
internal sealed class NightClock : TimeProvider
{
    private long _ahead;

    public override DateTimeOffset GetUtcNow() => base.GetUtcNow().AddTicks(Interlocked.Read(ref _ahead));

    public void Skip(TimeSpan time) => Interlocked.Add(ref _ahead, time.Ticks);
}
