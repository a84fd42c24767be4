using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Tests.Analysis.Ledgers;

/// <summary>Whatever was served: canary and rest are the whole, each is possible, and the canary gets its share.</summary>
public sealed class RandomSplitProperties
{
    private static readonly Gen<ArmWindow> s_windows =
        from buckets in Gen.ArrayOf(Gen.Zip(Gen.Choose(0, LatencyBounds.BucketCount - 1), Gen.Frequency((3, Gen.Choose(0, 80)), (1, Gen.Choose(0, 50_000)))))
        from untimed in Gen.Choose(0, 20)
        from errors in Gen.Choose(0, 100)
        from clientErrors in Gen.Choose(0, 100)
        select Window(buckets, untimed, errors, clientErrors);

    [Fact]
    public void Canary_and_rest_are_the_whole_in_every_count_and_every_bucket() => Holds((window, tenths, seed) =>
    {
        var (canary, rest) = new RandomSplit(seed).Split(window, Share.FromTenths(tenths));
        return canary.Requests + rest.Requests == window.Requests
            && canary.Errors + rest.Errors == window.Errors
            && canary.ClientErrors + rest.ClientErrors == window.ClientErrors
            && Enumerable.Range(0, window.Latency.Length).All(i => canary.Latency.Span[i] + rest.Latency.Span[i] == window.Latency.Span[i]);
    });

    [Fact]
    public void Neither_arm_has_more_of_anything_than_requests() => Holds((window, tenths, seed) =>
    {
        var (canary, rest) = new RandomSplit(seed).Split(window, Share.FromTenths(tenths));
        return new[] { canary, rest }.All(arm => arm is { Requests: >= 0, Errors: >= 0, ClientErrors: >= 0 } && arm.Errors + arm.ClientErrors <= arm.Requests
            && arm.Latency.ToArray() is var latency && latency.All(count => count >= 0) && latency.Sum() <= arm.Requests);
    });

    [Theory]
    [InlineData(1, 200)]
    [InlineData(10, 1)]
    [InlineData(10, 65)]
    [InlineData(10, 100)]
    [InlineData(990, 100)]
    [InlineData(250, 40)]
    [InlineData(500, 5_000)]
    public void On_average_the_canary_gets_its_share_of_requests_and_of_errors(int tenths, int perBucket)
    {
        const int Splits = 2_000;
        var window = Window([.. Enumerable.Range(40, 20).Select(bucket => (bucket, perBucket))], untimed: 0, errorPercent: 10, clientErrorPercent: 0);
        var split = new RandomSplit(11);
        var canaries = Enumerable.Range(0, Splits).Select(_ => split.Split(window, Share.FromTenths(tenths)).Canary).ToList();
        AssertMean(window.Requests, canary => canary.Requests);
        AssertMean(window.Errors, canary => canary.Errors);

        // Five standard errors of a binomial mean.
        void AssertMean(long all, Func<ArmWindow, long> count)
        {
            var p = tenths / 1000.0;
            var slack = 5 * Math.Sqrt(all * p * (1 - p) / Splits);
            Assert.InRange(canaries.Average(count), (all * p) - slack, (all * p) + slack);
        }
    }

    private static void Holds(Func<ArmWindow, int, int, bool> law) =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            (from window in s_windows from tenths in Gen.Choose(0, 1000) from seed in Gen.Choose(0, int.MaxValue) select (window, tenths, seed)).ToArbitrary(),
            one => law(one.window, one.tenths, one.seed)));

    private static ArmWindow Window((int Bucket, int Count)[] buckets, int untimed, int errorPercent, int clientErrorPercent)
    {
        var latency = new long[LatencyBounds.BucketCount];
        foreach (var (bucket, count) in buckets)
        {
            latency[bucket] += count;
        }

        var requests = latency.Sum() + untimed;
        var errors = requests * errorPercent / 100;
        return new(ServedMinute.Length, requests, errors, (requests - errors) * clientErrorPercent / 100, 0, latency);
    }
}
