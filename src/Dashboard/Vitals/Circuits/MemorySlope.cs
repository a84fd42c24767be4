namespace Sluice.Dashboard.Vitals.Circuits;

/// <summary>
/// By how much the managed memory grows from one console to the next: the slope through what was left after full collections.
/// What a single console takes nobody can tell, because the runtime does not count memory by console. Safe for several threads.
/// </summary>
internal sealed class MemorySlope
{
    /// <summary>With fewer, what else goes on in the process would be taken for consoles.</summary>
    public const int LeastSpread = 8;

    private const int LeastPoints = 4;
    private const int Kept = 256;
    private readonly Lock _lock = new();
    private readonly Queue<(int Consoles, long Bytes)> _points = new();

    public void Add(int consoles, long bytes)
    {
        lock (_lock)
        {
            _points.Enqueue((consoles, bytes));
            if (_points.Count > Kept)
            {
                _points.Dequeue();
            }
        }
    }

    /// <summary>Null while too little is known, and where memory did not grow with the consoles.</summary>
    public SlopeEstimate? Estimate()
    {
        lock (_lock)
        {
            if (_points.Count < LeastPoints || _points.Max(point => point.Consoles) - _points.Min(point => point.Consoles) < LeastSpread)
            {
                return null;
            }

            var (x, y) = (_points.Average(point => point.Consoles), _points.Average(point => point.Bytes));
            var slope = _points.Sum(point => (point.Consoles - x) * (point.Bytes - y)) / _points.Sum(point => (point.Consoles - x) * (point.Consoles - x));
            return slope > 0 ? new((long)slope, _points.Count, _points.Min(point => point.Consoles), _points.Max(point => point.Consoles)) : null;
        }
    }
}

/// <param name="Bytes">Per console.</param>
/// <param name="Collections">On which it rests.</param>
internal sealed record SlopeEstimate(long Bytes, int Collections, int Fewest, int Most);
