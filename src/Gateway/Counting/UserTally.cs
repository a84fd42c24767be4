namespace Sluice.Gateway.Counting;

/// <summary>How many requests of a route came with what tells their user apart. Lock-free.</summary>
/// <param name="aside">Of the requests that do not take part; null where all do.</param>
internal sealed class UserTally(string route, ArmCounters? aside)
{
    private long _known;
    private long _welcomed;
    private long _unknown;

    public string Route => route;

    public ArmCounters? Aside => aside;

    public long KnownRequests => Volatile.Read(ref _known);

    public long WelcomedRequests => Volatile.Read(ref _welcomed);

    public long UnknownRequests => Volatile.Read(ref _unknown);

    public void Known(bool isNew)
    {
        Interlocked.Increment(ref _known);
        if (isNew)
        {
            Interlocked.Increment(ref _welcomed);
        }
    }

    public void Unknown() => Interlocked.Increment(ref _unknown);
}
