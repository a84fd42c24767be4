namespace Sluice.Gateway.Counting;

/// <summary>What became of the requests of a route that were to be copied. Lock-free.</summary>
/// <param name="copies">As the release answered that they went to.</param>
/// <param name="originals">Requests that were copied, as users were answered.</param>
internal sealed class MirrorTally(ArmCounters copies, ArmCounters originals)
{
    /// <summary>
    /// Copies that may be open at a time. None waits for its turn: it would be compared with a request that did not. What a slow release cannot take is dropped and counted.
    /// </summary>
    public const int MostOpen = 256;

    private long _number = -1;
    private long _dropped;
    private long _unfit;
    private int _open;

    public string Route => copies.Route;

    public ArmCounters Copies => copies;

    public ArmCounters Originals => originals;

    public ulong Seed { get; } = (ulong)Random.Shared.NextInt64();

    public long DroppedRequests => Volatile.Read(ref _dropped);

    public long UnfitRequests => Volatile.Read(ref _unfit);

    public ulong NextNumber() => (ulong)Interlocked.Increment(ref _number);

    /// <returns>False when as many as may be are open; that is counted.</returns>
    public bool TryEnter()
    {
        if (Interlocked.Increment(ref _open) <= MostOpen)
        {
            return true;
        }

        Leave();
        Dropped();
        return false;
    }

    public void Leave() => Interlocked.Decrement(ref _open);

    public void Dropped() => Interlocked.Increment(ref _dropped);

    public void Unfit() => Interlocked.Increment(ref _unfit);
}
