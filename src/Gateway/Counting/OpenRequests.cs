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

    /// <summary>Open requests per release.</summary>
    public Dictionary<ArmCounters, OpenCounts> Count()
    {
        var now = time.GetTimestamp();
        var counts = new Dictionary<ArmCounters, OpenCounts>();
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

            if (!counts.TryGetValue(arm, out var open))
            {
                counts[arm] = open = new();
            }

            open.All++;
            if (start != Ticket.Ageless)
            {
                open.ByAge[LatencyBounds.BucketOf(time.GetElapsedTime(start, now).TotalMilliseconds)]++;
            }
        }

        return counts;
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

/// <summary>The open requests of one release.</summary>
internal sealed class OpenCounts
{
    public long All { get; set; }

    /// <summary>Per bucket of their age, those that have one.</summary>
    public long[] ByAge { get; } = new long[LatencyBounds.BucketCount];
}
