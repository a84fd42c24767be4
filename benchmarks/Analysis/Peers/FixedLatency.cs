using Sluice.Benchmarks.Analysis.Latency;
using Sluice.Domain.Analysis;

namespace Sluice.Benchmarks.Analysis.Peers;

/// <summary>A threshold on the canary's p99 over a sliding minute, and three failures.</summary>
/// <param name="milliseconds">p99 that fails.</param>
internal sealed class FixedLatency(double milliseconds) : ILatencyRule
{
    private const int Window = 6;
    private const int Failures = 3;
    private readonly long[][] _window = [.. Enumerable.Range(0, Window).Select(_ => new long[LatencyBounds.BucketCount])];
    private readonly long[] _sum = new long[LatencyBounds.BucketCount];
    private int _strata;
    private int _failures;

    public void Start(ReadOnlySpan<long> past)
    {
        foreach (var stratum in _window)
        {
            Array.Clear(stratum);
        }

        Array.Clear(_sum);
        (_strata, _failures) = (0, 0);
    }

    public bool Observe(ReadOnlySpan<long> canary, ReadOnlySpan<long> stable)
    {
        var oldest = _window[_strata++ % Window];
        for (var i = 0; i < _sum.Length; i++)
        {
            _sum[i] += canary[i] - oldest[i];
            oldest[i] = canary[i];
        }

        _failures += LatencyQuantile.Of(_sum, 0.99) > milliseconds ? 1 : 0;
        return _failures >= Failures;
    }
}

/// <summary>The judge of <see cref="Kayenta"/> on the p99 of every stratum.</summary>
internal sealed class KayentaLatency : ILatencyRule
{
    private readonly ShiftTest _series = new(Study.Hour);

    public void Start(ReadOnlySpan<long> past) => _series.Clear();

    public bool Observe(ReadOnlySpan<long> canary, ReadOnlySpan<long> stable)
    {
        if (LatencyQuantile.Of(canary, 0.99) is { } first && LatencyQuantile.Of(stable, 0.99) is { } second)
        {
            _series.Add(first, second);
        }

        return _series.IsHigh(Kayenta.Tolerance);
    }
}
