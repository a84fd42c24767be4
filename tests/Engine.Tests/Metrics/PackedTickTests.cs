using System.Globalization;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Engine.Metrics;
using static Sluice.Engine.Tests.Metrics.Counters;

namespace Sluice.Engine.Tests.Metrics;

public sealed class PackedTickTests
{
    private readonly Random _random = new(7);

    [Fact]
    public void Numbers_come_back_and_take_the_bytes_they_need()
    {
        (long Number, int Bytes)[] cases = [(0, 1), (63, 1), (-64, 1), (64, 2), (-65, 2), (8191, 2), (8192, 3), (int.MaxValue, 5), (long.MaxValue, 10), (long.MinValue, 10)];
        foreach (var (number, bytes) in cases)
        {
            var writer = new NumberWriter();
            writer.Write(number);
            Assert.Equal(bytes, writer.Written.Length);
            Assert.Equal(number, new NumberReader(writer.Written).Read());
        }
    }

    [Fact]
    public void Whatever_is_put_in_comes_back_though_instances_come_and_go()
    {
        var before = default(PackedTick);
        for (var second = 1; second <= 500; second++)
        {
            var tick = new SampleTick(Shop, Noon.AddSeconds(second), [.. Enumerable.Range(1, _random.Next(4)).Select(release => RandomSample(second, release))]);

            before = PackedTick.Of(tick, before);

            var read = before.ToTick(Shop);
            Assert.Equal((tick.Place, tick.At), (read.Place, read.At));
            Assert.Equal(tick.Samples.Select(Text), read.Samples.Select(Text));
        }
    }

    [Fact]
    public void A_second_of_a_busy_place_fits_in_two_hundred_bytes()
    {
        var before = default(PackedTick);
        for (var second = 1; second <= 10; second++)
        {
            var latency = new long[LatencyBounds.BucketCount];
            for (var i = 40; i < 60; i++)
            {
                latency[i] = second + i;
            }

            var sample = Sample(second, 1, 1000) with { Latency = latency, Detail = new() { Replicas = [new("shop-1-0", 500, 1), new("shop-1-1", 500, second)] } };
            before = PackedTick.Of(new(Shop, Noon.AddSeconds(second), [sample, sample with { Release = 2 }]), before);
        }

        Assert.InRange(before.Bytes, 50, 200);
    }

    private Sample RandomSample(int second, int release)
    {
        var requests = _random.Next(3) == 0 ? 0 : _random.NextInt64(1L << _random.Next(1, 40));
        return Sample(second, release, 0, _random.Next(10), _random.Next(10)) with
        {
            Requests = requests,
            ClientErrors = _random.Next(100),
            Latency = requests == 0 ? ReadOnlyMemory<long>.Empty : RandomBuckets(0),
            Detail = _random.Next(3) == 0 ? ArmDetail.None : new()
            {
                Mirrored = _random.Next(3) == 0 ? new(_random.Next(1000), _random.Next(3), 1, _random.Next(9), RandomBuckets(0), _random.Next(2) == 0 ? ReadOnlyMemory<long>.Empty : RandomBuckets(-10)) : null,
                Aging = _random.Next(2) == 0 ? ReadOnlyMemory<long>.Empty : RandomBuckets(-1000),
                Replicas = Enumerable.Range(0, _random.Next(1, 20))
                    .Select(i => new InstanceCounts(string.Create(CultureInfo.InvariantCulture, $"shop-{(second / 20) + i}-{i}"), _random.Next(1000), _random.Next(3))).ToValueList(),
            },
        };
    }

    private long[] RandomBuckets(int least)
    {
        var buckets = new long[LatencyBounds.BucketCount];
        for (var i = _random.Next(buckets.Length); i < buckets.Length && _random.Next(20) > 0; i++)
        {
            buckets[i] = _random.Next(least, 1000);
        }

        buckets[_random.Next(buckets.Length)] = 1;
        return buckets;
    }

    private static string Text(Sample sample) => string.Join(
        ' ',
        [
            sample.At.UtcTicks, sample.Length, sample.Release, sample.Requests, sample.Errors, sample.ClientErrors, sample.Open,
            "latency", .. sample.Latency.ToArray().Cast<object>(), "aging", .. sample.Detail.Aging.ToArray().Cast<object>(), "replicas", .. sample.Detail.Replicas, .. Mirrored(sample.Detail.Mirrored),
        ]);

    private static IEnumerable<object> Mirrored(MirroredCounts? copies) => copies is null
        ? []
        : [copies.Requests, copies.Errors, copies.ClientErrors, copies.Open, "latency", .. copies.Latency.ToArray().Cast<object>(), "aging", .. copies.Aging.ToArray().Cast<object>()];
}
