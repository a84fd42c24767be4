using System.Collections.Concurrent;
using Sluice.Domain.Analysis;

namespace Sluice.Gateway.Counting;

/// <summary>
/// All open requests. Tickets are used again and again, and all that ever were are on one list, as many as there were requests at the same time;
/// how many are open and how old they are is found by walking that list when somebody asks. A request itself writes two words and takes no lock.
/// </summary>
internal sealed class OpenRequests(TimeProvider time)
{
    private readonly ConcurrentQueue<Ticket> _free = new();
    private readonly Lock _growing = new();
    private Ticket[] _all = [];
    private int _count;

    public Ticket Rent() => _free.TryDequeue(out var ticket) ? ticket : Grow();

    public void Return(Ticket ticket) => _free.Enqueue(ticket);

    /// <summary>Open requests per release and bucket of their age.</summary>
    public Dictionary<ArmCounters, long[]> ByAge()
    {
        var now = time.GetTimestamp();
        var ages = new Dictionary<ArmCounters, long[]>();
        Ticket[] all;
        int count;
        lock (_growing)
        {
            (all, count) = (_all, _count);
        }

        foreach (var ticket in all.AsSpan(0, count))
        {
            if (!ticket.TryRead(out var arm, out var start))
            {
                continue;
            }

            if (!ages.TryGetValue(arm, out var buckets))
            {
                ages[arm] = buckets = new long[LatencyBounds.BucketCount];
            }

            buckets[LatencyBounds.BucketOf(time.GetElapsedTime(start, now).TotalMilliseconds)]++;
        }

        return ages;
    }

    private Ticket Grow()
    {
        var ticket = new Ticket();
        lock (_growing)
        {
            if (_count == _all.Length)
            {
                Array.Resize(ref _all, Math.Max(64, _count * 2));
            }

            _all[_count++] = ticket;
        }

        return ticket;
    }
}
