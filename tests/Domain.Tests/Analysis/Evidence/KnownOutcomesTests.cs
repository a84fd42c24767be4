using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Tests.Analysis.Evidence;

/// <summary>Requests that are still open, counted as soon as their outcome about a bound is known.</summary>
public sealed class KnownOutcomesTests
{
    private static readonly int s_bound = LatencyBounds.BucketOf(200);

    /// <summary>Milliseconds; a request without an end never ends.</summary>
    private sealed record Request(double Start, double? Duration)
    {
        public bool EndedBy(double at) => Duration is { } duration && Start + duration <= at;

        public bool IsOpenAt(double at) => Start <= at && !EndedBy(at);

        /// <summary>True for slow, false for fast, null while it is open; from the definition.</summary>
        public bool? OutcomeAt(double at, int bound) =>
            Start > at ? null
            : EndedBy(at) ? LatencyBounds.BucketOf(Duration!.Value) > bound
            : LatencyBounds.BucketOf(at - Start) > bound ? true
            : null;
    }

    [Fact]
    public void Every_request_counts_once_for_every_bound_over_any_cutting_in_the_interval_in_which_its_outcome_is_known()
    {
        var request = from start in Gen.Choose(0, 20_000)
                      from duration in Gen.OneOf(Gen.Choose(0, 500), Gen.Choose(0, 15_000))
                      from ends in Gen.Frequency((9, Gen.Constant(true)), (1, Gen.Constant(false)))
                      select new Request(start, ends ? duration : null);
        var history = from requests in Gen.ListOf(request)
                      from cuts in Gen.NonEmptyListOf(Gen.Choose(0, 30_000))
                      select (Requests: requests.ToList(), Cuts: cuts.Distinct().Order().Select(cut => (double)cut).ToList());
        Prop.ForAll(history.ToArbitrary(), CountsOnce).Check(Config.QuickThrowOnFailure.WithMaxTest(200));
    }

    [Fact]
    public void A_request_that_hangs_is_slow_in_the_interval_in_which_it_passes_the_bound_and_never_again()
    {
        List<Request> hanging = [new(0, 3000), new(50, 3000), new(100, 40)];
        double[] cuts = [0, 150, 220, 1000, 2900, 3100];
        Assert.Equal([(0, 1), (1, 1), (1, 1), (0, 0), (0, 0)], cuts.Zip(cuts[1..], (from, to) => Count(hanging, from, to, s_bound)));
    }

    [Fact]
    public void Where_ages_are_not_known_requests_count_when_they_end() =>
        Assert.Equal((3, 10), KnownOutcomes.Count(Buckets((10, 7), (100, 3)), default, 50));

    [Fact]
    public void Readings_that_were_not_taken_in_one_instant_never_count_below_none_or_above_all()
    {
        Assert.Equal((0, 7), KnownOutcomes.Count(Buckets((10, 7), (100, 3)), Buckets((100, -5)), 50));
        Assert.Equal((4, 4), KnownOutcomes.Count([], Buckets((10, -9), (100, 4)), 50));
        Assert.Equal((0, 0), KnownOutcomes.Count([], Buckets((100, -4)), 50));
        Assert.Equal((long.MaxValue, long.MaxValue), KnownOutcomes.Count(Buckets((100, long.MaxValue)), Buckets((100, long.MaxValue)), 50));
        Assert.Equal((-1, -1), KnownOutcomes.Count(Buckets((10, -1)), Buckets((100, 4)), 50));
    }

    [Theory]
    [InlineData(-1, 10, 10)]
    [InlineData(LatencyBounds.BucketCount, 0, 6)]
    public void Bounds_beyond_the_histogram_take_all_or_none(int bound, long above, long all) =>
        Assert.Equal((above, all), KnownOutcomes.Count(Buckets((10, 6)), Buckets((100, 4)), bound));

    private static bool CountsOnce((List<Request> Requests, List<double> Cuts) history)
    {
        double[] cuts = [-1, .. history.Cuts];
        foreach (var bound in new[] { 0, 40, s_bound, 120, 150 })
        {
            foreach (var (from, to) in cuts.Zip(cuts[1..]))
            {
                var known = history.Requests.Where(request => request.OutcomeAt(from, bound) is null && request.OutcomeAt(to, bound) is not null).ToList();
                if (Count(history.Requests, from, to, bound) != (known.Count(request => request.OutcomeAt(to, bound) == true), known.Count))
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>From counters alone, as a gateway reports them.</summary>
    private static (long Above, long All) Count(List<Request> requests, double from, double to, int bound)
    {
        var (ended, aging) = (new long[LatencyBounds.BucketCount], new long[LatencyBounds.BucketCount]);
        foreach (var request in requests)
        {
            ended[LatencyBounds.BucketOf(request.Duration ?? 0)] += request.EndedBy(to) && !request.EndedBy(from) ? 1 : 0;
            aging[LatencyBounds.BucketOf(to - request.Start)] += request.IsOpenAt(to) ? 1 : 0;
            aging[LatencyBounds.BucketOf(from - request.Start)] -= request.IsOpenAt(from) ? 1 : 0;
        }

        return KnownOutcomes.Count(ended, aging, bound);
    }

    private static long[] Buckets(params (int Bucket, long Count)[] counts)
    {
        var buckets = new long[LatencyBounds.BucketCount];
        foreach (var (bucket, count) in counts)
        {
            buckets[bucket] = count;
        }

        return buckets;
    }
}
