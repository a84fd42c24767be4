namespace Sluice.Engine;

/// <summary>The newest so many lengths of time, to tell which of them most kept. Safe for several threads; it never grows.</summary>
public sealed class LastTimes(int kept)
{
    private readonly Lock _lock = new();
    private readonly double[] _milliseconds = new double[kept];
    private long _count;

    /// <summary>How many of them there are.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return (int)Math.Min(_count, kept);
            }
        }
    }

    public void Add(TimeSpan length)
    {
        lock (_lock)
        {
            _milliseconds[_count++ % kept] = Math.Max(0, length.TotalMilliseconds);
        }
    }

    /// <summary>Null before the first.</summary>
    /// <param name="q">0 to 1.</param>
    public TimeSpan? Quantile(double q)
    {
        double[] seen;
        lock (_lock)
        {
            seen = _milliseconds[..(int)Math.Min(_count, kept)];
        }

        if (seen.Length == 0)
        {
            return null;
        }

        Array.Sort(seen);
        return TimeSpan.FromMilliseconds(seen[(int)Math.Min(seen.Length - 1, q * seen.Length)]);
    }
}
