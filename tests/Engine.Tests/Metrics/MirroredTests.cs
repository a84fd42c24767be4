using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Domain.Analysis;
using Sluice.Engine.Metrics;
using Sluice.Gateway.Contract;
using static Sluice.Engine.Tests.Metrics.Counters;

namespace Sluice.Engine.Tests.Metrics;

/// <summary>Copied requests on their way from the gateway's counters into the comparison, beside what users were served.</summary>
public sealed class MirroredTests
{
    private readonly CounterDeltas _deltas = new(NullLogger.Instance);

    [Fact]
    public void Copies_and_their_originals_stand_beside_what_users_were_served()
    {
        Read(0, Of("2", 100, errors: 50), Of("1", 100));
        var samples = Read(1, Of("2", 107, errors: 53, open: 2, openFirst: 30, ages: [2]), Of("1", 109));
        Assert.Equal([10L, 0L], samples.Select(sample => sample.Requests));
        var (stable, canary) = (samples[0].Detail.Mirrored!, samples[1].Detail.Mirrored!);
        Assert.Equal((9L, 0L, 7L, 3L, 2L), (stable.Requests, stable.Errors, canary.Requests, canary.Errors, canary.Open));
        Assert.Equal((7L, 2L), (canary.Latency.Span[40], canary.Aging.Span[30]));
        Assert.All(Read(2, Of("2", 107, errors: 53), Of("1", 109)), sample => Assert.Null(sample.Detail.Mirrored is { Requests: > 0 } ? sample : null));
    }

    [Fact]
    public void The_first_reading_says_where_counting_begins_and_a_new_tally_counts_from_zero()
    {
        Assert.Empty(Read(0, Of("2", 100), Of("1", 100)));
        Assert.Equal([null, 3L], [.. Read(1, Of("2", 3), Of("1", 0)).Select(sample => sample.Detail.Mirrored?.Requests)]);
        Assert.All(Read(2), sample => Assert.Null(sample.Detail.Mirrored));
        Assert.Equal([4L, 4L], Read(3, Of("3", 4), Of("1", 4)).Select(sample => sample.Detail.Mirrored?.Requests ?? 4));
    }

    [Fact]
    public void What_contradicts_itself_is_left_out_for_both()
    {
        Read(0, Of("2", 1), Of("1", 1));
        Assert.Empty(Read(1, Of("2", 5, errors: 6), Of("1", 5)));
    }

    [Fact]
    public void Windows_add_them_up_and_only_they_are_compared()
    {
        var ring = new SampleRing(Shop);
        ring.Add(Tick(1, requests: 90, copied: 5, errors: 1, open: 7));
        ring.Add(Tick(2, requests: 80, copied: 6, errors: 2, open: 3));
        var sums = ring.Sum(stable: 1, canary: 2, Noon, Noon.AddSeconds(2));
        var seen = new Measurement.Seen(sums.From, sums.To, sums.Stable, sums.Canary, EvidenceHash.Of(sums.Stable, sums.Canary));
        Assert.Equal((170L, 0L), (seen.Stable!.Requests, seen.Canary.Requests));

        var compared = Assert.IsType<Measurement.Seen>(MirroredMeasurement.Of(seen));
        Assert.Equal((11L, 0L, 11L, 3L, 3L), (compared.Stable!.Requests, compared.Stable.Errors, compared.Canary.Requests, compared.Canary.Errors, compared.Canary.Open));
        Assert.Equal((11L, TimeSpan.FromSeconds(2)), (compared.Canary.Latency.Span[40], compared.Canary.Length));
        Assert.Null(compared.Canary.Detail.Mirrored);
        Assert.NotEqual(seen.Hash, compared.Hash);
        Assert.Equal(EvidenceHash.Of(compared.Stable, compared.Canary), compared.Hash);
    }

    [Fact]
    public void They_are_stored_and_read_as_they_were()
    {
        var detail = Tick(1, requests: 0, copied: 5, errors: 1, open: 7).Samples[1].Detail;
        var read = DetailText.Read(DetailText.Of(detail)).Mirrored!;
        Assert.Equal((5L, 1L, 7L, 5L), (read.Requests, read.Errors, read.Open, read.Latency.Span[40]));
        Assert.True(read.Aging.IsEmpty);
        Assert.DoesNotContain("mirrored", DetailText.Of(new() { Replicas = [new("a", 1, 0)] }), StringComparison.Ordinal);
    }

    [Fact]
    public void Without_copies_nothing_is_compared()
    {
        var window = new ArmWindow(TimeSpan.FromSeconds(1), 5, 5, 0, 0, ReadOnlyMemory<long>.Empty);
        Assert.Equal((0L, 0L), (window.OfMirrored().Requests, window.OfMirrored().Errors));
    }

    private static SampleTick Tick(double second, long requests, int copied, long errors, long open) => new(Shop, Noon.AddSeconds(second),
    [
        Sample(second, 1, requests) with { Detail = new() { Mirrored = Counts(copied, 0, 0) } },
        Sample(second, 2, 0) with { Detail = new() { Mirrored = Counts(copied, errors, open) } },
    ]);

    private static MirroredCounts Counts(int copied, long errors, long open) =>
        new(copied, errors, 0, open, new PackedBuckets(40, [copied]).Unpack(), ReadOnlyMemory<long>.Empty);

    /// <summary>Users had ten more answers of release 1 at each reading.</summary>
    private List<Sample> Read(int second, ReleaseCounters? copies = null, ReleaseCounters? originals = null)
    {
        var status = Status("a", Of("1", 1000 + (10 * second)), Of("2", 0)) with { Mirrors = copies is null ? [] : [new(Of("1", 0).Route, copies, originals!, 0, 0)] };
        return _deltas.Read(status, Noon.AddSeconds(second), TimeSpan.FromSeconds(second)).SelectMany(tick => tick.Samples).ToList();
    }
}
