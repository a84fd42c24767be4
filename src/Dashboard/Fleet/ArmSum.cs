using Sluice.Domain.Analysis;
using Sluice.Engine.Metrics;

namespace Sluice.Dashboard.Fleet;

/// <summary>Adds the samples of one release up to a window.</summary>
internal sealed class ArmSum
{
    private readonly long[] _latency = new long[LatencyBounds.BucketCount];
    private readonly ArmDetailSum _detail = new();
    private TimeSpan _length;
    private long _requests;
    private long _errors;
    private long _clientErrors;
    private long _open;

    public bool HasRequests => _requests > 0;

    public ArmWindow Window => new(_length, _requests, _errors, _clientErrors, _open, HasRequests ? _latency : ReadOnlyMemory<long>.Empty) { Detail = _detail.Total };

    /// <summary>What a release did after an instant; null when it did nothing.</summary>
    public static ArmWindow? Of(IEnumerable<SampleTick> ticks, int release)
    {
        var sum = new ArmSum();
        foreach (var sample in ticks.SelectMany(tick => tick.Samples).Where(sample => sample.Release == release))
        {
            sum.Add(sample);
        }

        return sum.HasRequests ? sum.Window : null;
    }

    public void Add(Sample sample)
    {
        _length += sample.Length;
        _requests += sample.Requests;
        _errors += sample.Errors;
        _clientErrors += sample.ClientErrors;
        _open = sample.Open;
        _detail.Add(sample.Detail);
        var buckets = sample.Latency.Span;
        for (var i = 0; i < buckets.Length && i < _latency.Length; i++)
        {
            _latency[i] += buckets[i];
        }
    }
}
