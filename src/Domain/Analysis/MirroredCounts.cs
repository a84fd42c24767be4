namespace Sluice.Domain.Analysis;

/// <summary>What a release did with requests of which copies were made, in a window of time. Users got the originals' answers alone.</summary>
/// <param name="Latency">Per bucket of <see cref="LatencyBounds"/>; empty without requests.</param>
/// <param name="Aging">As <see cref="ArmDetail.Aging"/>.</param>
public sealed record MirroredCounts(long Requests, long Errors, long ClientErrors, long Open, ReadOnlyMemory<long> Latency, ReadOnlyMemory<long> Aging);

/// <summary>Adds successive windows up. Not safe for several threads.</summary>
public sealed class MirroredSum
{
    private readonly long[] _latency = new long[LatencyBounds.BucketCount];
    private readonly long[] _aging = new long[LatencyBounds.BucketCount];
    private long _requests;
    private long _errors;
    private long _clientErrors;
    private long? _open;

    public Span<long> Latency => _latency;

    public Span<long> Aging => _aging;

    public MirroredCounts Total => new(
        _requests, _errors, _clientErrors, _open ?? 0,
        _requests > 0 ? _latency : ReadOnlyMemory<long>.Empty,
        _aging.AsSpan().ContainsAnyExcept(0) ? _aging : ReadOnlyMemory<long>.Empty);

    /// <summary>All but the histograms.</summary>
    /// <param name="open">Counts of the window that is added first, the newest.</param>
    public void Add(long requests, long errors, long clientErrors, long open)
    {
        (_requests, _errors, _clientErrors) = (_requests + requests, _errors + errors, _clientErrors + clientErrors);
        _open ??= open;
    }

    public void Add(MirroredCounts counts)
    {
        Add(counts.Requests, counts.Errors, counts.ClientErrors, counts.Open);
        Add(_latency, counts.Latency.Span);
        Add(_aging, counts.Aging.Span);
    }

    private static void Add(long[] sum, ReadOnlySpan<long> counts)
    {
        for (var i = 0; i < counts.Length; i++)
        {
            sum[i] += counts[i];
        }
    }
}
