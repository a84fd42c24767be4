using System.Runtime.CompilerServices;
using Sluice.Domain.Analysis;
using Sluice.Domain.Services;

namespace Sluice.Engine.Metrics;

/// <summary>The latest samples of one place, a bounded number. Safe for several threads; nobody waits longer than a copy takes.</summary>
internal sealed class SampleRing(PlaceKey place, int capacity = SampleRing.HalfAnHour)
{
    public const int HalfAnHour = 1800;

    private readonly Lock _lock = new();
    private PackedTick[] _entries = new PackedTick[16];
    private int _start;
    private int _count;

    public DateTimeOffset? Newest
    {
        get
        {
            lock (_lock)
            {
                return _count > 0 ? this[_count - 1].At : null;
            }
        }
    }

    /// <summary>Memory that the ticks take; what a quiet place repeats is counted each time.</summary>
    public long Bytes
    {
        get
        {
            lock (_lock)
            {
                long bytes = _entries.Length * Unsafe.SizeOf<PackedTick>();
                for (var i = 0; i < _count; i++)
                {
                    bytes += this[i].Bytes;
                }

                return bytes;
            }
        }
    }

    private ref PackedTick this[int index] => ref _entries[(_start + index) % _entries.Length];

    /// <summary>Later ticks than the new one come from a clock that was put back; they go.</summary>
    public void Add(SampleTick tick)
    {
        lock (_lock)
        {
            while (_count > 0 && this[_count - 1].At >= tick.At)
            {
                _count--;
            }

            if (_count == capacity)
            {
                _start = (_start + 1) % _entries.Length;
                _count--;
            }
            else if (_count == _entries.Length)
            {
                var larger = new PackedTick[Math.Min(capacity, _count * 2)];
                for (var i = 0; i < _count; i++)
                {
                    larger[i] = this[i];
                }

                (_entries, _start) = (larger, 0);
            }

            this[_count] = PackedTick.Of(tick, _count > 0 ? this[_count - 1] : default);
            _count++;
        }
    }

    /// <summary>Ticks after an instant, oldest first.</summary>
    public IReadOnlyList<SampleTick> Since(DateTimeOffset after)
    {
        lock (_lock)
        {
            var first = _count;
            while (first > 0 && this[first - 1].At > after)
            {
                first--;
            }

            var ticks = new List<SampleTick>(_count - first);
            for (var i = first; i < _count; i++)
            {
                ticks.Add(this[i].ToTick(place));
            }

            return ticks;
        }
    }

    /// <summary>Requests after an instant, per release.</summary>
    public Dictionary<int, long> RequestsSince(DateTimeOffset after)
    {
        var requests = new Dictionary<int, long>();
        lock (_lock)
        {
            for (var i = _count - 1; i >= 0 && this[i].At > after; i--)
            {
                foreach (var row in this[i].Rows)
                {
                    requests[row.Release] = requests.GetValueOrDefault(row.Release) + row.Requests;
                }
            }
        }

        return requests;
    }

    /// <summary>Adds up the ticks that lie in a window whole, for two releases over the very same ticks.</summary>
    /// <param name="from">No tick that began earlier is counted.</param>
    public WindowSums Sum(int? stable, int canary, DateTimeOffset from, DateTimeOffset to)
    {
        var (stableSum, canarySum) = (new ArmSum(), new ArmSum());
        DateTimeOffset? begin = null;
        var end = from;
        lock (_lock)
        {
            for (var i = _count - 1; i >= 0 && this[i].At > from; i--)
            {
                ref var entry = ref this[i];
                if (entry.At > to || entry.At - entry.Length < from)
                {
                    continue;
                }

                (begin, end) = (entry.At - entry.Length, begin is null ? entry.At : end);
                stableSum.Add(in entry, stable);
                canarySum.Add(in entry, canary);
            }
        }

        return new(begin ?? from, end, stableSum.ToWindow(), canarySum.ToWindow());
    }

    /// <summary>Adds up the ticks of one release that ended in a window: of windows side by side, each tick is in one.</summary>
    /// <param name="from">Exclusive.</param>
    public ArmWindow Ended(int release, DateTimeOffset from, DateTimeOffset to)
    {
        var sum = new ArmSum();
        lock (_lock)
        {
            for (var i = _count - 1; i >= 0 && this[i].At > from; i--)
            {
                if (this[i].At <= to)
                {
                    sum.Add(in this[i], release);
                }
            }
        }

        return sum.ToWindow();
    }

    private sealed class ArmSum
    {
        private readonly long[] _latency = new long[LatencyBounds.BucketCount];
        private readonly ArmDetailSum _detail = new();
        private TimeSpan _length;
        private long _requests;
        private long _errors;
        private long _clientErrors;
        private long? _open;

        public void Add(in PackedTick entry, int? release)
        {
            _length += entry.Length;
            foreach (var row in entry.Rows)
            {
                if (row.Release == release)
                {
                    (_requests, _errors, _clientErrors) = (_requests + row.Requests, _errors + row.Errors, _clientErrors + row.ClientErrors);
                    row.AddTo(_latency, _detail);
                    _open ??= row.Open;   // the newest comes first
                }
            }
        }

        public ArmWindow ToWindow() =>
            new(_length, _requests, _errors, _clientErrors, _open ?? 0, _requests > 0 ? _latency : ReadOnlyMemory<long>.Empty) { Detail = _detail.Total };
    }
}

/// <summary>Two arms over the same stretch of time.</summary>
internal sealed record WindowSums(DateTimeOffset From, DateTimeOffset To, ArmWindow Stable, ArmWindow Canary);
