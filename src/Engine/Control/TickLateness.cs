namespace Sluice.Engine.Control;

/// <summary>How late controllers met the instants at which something was due. A control plane that acts late must say so.</summary>
public sealed class TickLateness
{
    private const int Kept = 4096;
    private readonly Lock _lock = new();
    private readonly double[] _milliseconds = new double[Kept];
    private long _count;

    public void Add(TimeSpan late)
    {
        lock (_lock)
        {
            _milliseconds[_count++ % Kept] = Math.Max(0, late.TotalMilliseconds);
        }
    }

    /// <summary>Over the last 4,096 looks; null before the first.</summary>
    /// <param name="q">0 to 1.</param>
    public TimeSpan? Quantile(double q)
    {
        double[] seen;
        lock (_lock)
        {
            seen = _milliseconds[..(int)Math.Min(_count, Kept)];
        }

        if (seen.Length == 0)
        {
            return null;
        }

        Array.Sort(seen);
        return TimeSpan.FromMilliseconds(seen[(int)Math.Min(seen.Length - 1, q * seen.Length)]);
    }
}
