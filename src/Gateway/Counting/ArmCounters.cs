using System.Numerics;
using Sluice.Domain.Analysis;

namespace Sluice.Gateway.Counting;

/// <summary>
/// Counters of one release on one route. Lock-free and free of allocation: each core adds to a stripe of its own, a reader adds the stripes up.
/// </summary>
internal sealed class ArmCounters(string route, string release)
{
    private const int RequestsCell = 0;
    private const int ErrorsCell = 1;
    private const int TimeoutsCell = 2;
    private const int ResetsCell = 3;
    private const int ClientErrorsCell = 4;
    private const int LatencyCell = 5;

    // A multiple of 16 longs keeps stripes on cache lines (and prefetched pairs of lines) of their own.
    private const int Stride = (LatencyCell + LatencyBounds.BucketCount + 15) / 16 * 16;

    // More stripes than this only cost memory: with 16 the chance of two cores meeting is small already.
    private static readonly int s_stripes = (int)Math.Min(16, BitOperations.RoundUpToPowerOf2((uint)Environment.ProcessorCount));

    private readonly long[] _cells = new long[s_stripes * Stride];

    public string Route => route;

    public string Release => release;

    public long Requests => Sum(RequestsCell);

    public long Errors => Sum(ErrorsCell);

    public long Timeouts => Sum(TimeoutsCell);

    public long Resets => Sum(ResetsCell);

    public long ClientErrors => Sum(ClientErrorsCell);

    /// <param name="milliseconds">Null when the duration says nothing, as with upgraded connections.</param>
    public void Record(Outcome outcome, double? milliseconds)
    {
        // The request itself first and the parts of it later; who reads the parts first never sees more errors or durations than requests.
        var stripe = (Thread.GetCurrentProcessorId() & (s_stripes - 1)) * Stride;
        Add(stripe + RequestsCell);
        switch (outcome)
        {
            case Outcome.Error:
                Add(stripe + ErrorsCell);
                break;
            case Outcome.Timeout:
                Add(stripe + ErrorsCell);
                Add(stripe + TimeoutsCell);
                break;
            case Outcome.Reset:
                Add(stripe + ErrorsCell);
                Add(stripe + ResetsCell);
                break;
            case Outcome.ClientError:
                Add(stripe + ClientErrorsCell);
                break;
            case Outcome.Fine:
            default:
                break;
        }

        if (milliseconds is { } duration)
        {
            Add(stripe + LatencyCell + LatencyBounds.BucketOf(duration));
        }
    }

    public long[] ReadLatency()
    {
        var buckets = new long[LatencyBounds.BucketCount];
        for (var i = 0; i < buckets.Length; i++)
        {
            buckets[i] = Sum(LatencyCell + i);
        }

        return buckets;
    }

    private void Add(int cell) => Interlocked.Increment(ref _cells[cell]);

    private long Sum(int cell)
    {
        var sum = 0L;
        for (var i = cell; i < _cells.Length; i += Stride)
        {
            sum += Volatile.Read(ref _cells[i]);
        }

        return sum;
    }
}
