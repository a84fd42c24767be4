using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Domain.Analysis;
using Sluice.Engine.Metrics;
using Sluice.Engine.Tests.Traffic;
using static Sluice.Engine.Tests.Metrics.Counters;

namespace Sluice.Engine.Tests.Metrics;

public sealed class GatewayMetricSourceTests
{
    private readonly SampleFeed _feed = new(NullLogger<SampleFeed>.Instance);

    [Fact]
    public async Task It_tells_what_both_arms_did_in_the_window()
    {
        Publish(1, Tick(1, (1, 90), (2, 10)));
        Publish(2, Tick(2, (1, 80), (2, 20)));

        var seen = Assert.IsType<Measurement.Seen>(await MeasureAsync(stable: 1, from: 0, to: 2.5));

        Assert.Equal((170L, 30L), (seen.Stable!.Requests, seen.Canary.Requests));
        Assert.Equal((Noon, Noon.AddSeconds(2)), (seen.From, seen.To));
        Assert.Matches("^[0-9a-f]{16}$", seen.Hash);
    }

    [Fact]
    public async Task Without_a_stable_arm_there_is_none()
    {
        Publish(1, Tick(1, (2, 10)));
        Assert.Null(Assert.IsType<Measurement.Seen>(await MeasureAsync(stable: null, from: 0, to: 1)).Stable);
    }

    [Fact]
    public async Task The_same_counts_have_the_same_hash_and_others_another()
    {
        Publish(1, Tick(1, (1, 90), (2, 10)));
        Publish(2, Tick(2, (1, 90), (2, 10)));
        Publish(3, Tick(3, (1, 90), (2, 11)));

        var hashes = new List<string>();
        for (var second = 0; second < 3; second++)
        {
            hashes.Add(Assert.IsType<Measurement.Seen>(await MeasureAsync(stable: 1, from: second, to: second + 1)).Hash);
        }

        Assert.Equal(hashes[0], hashes[1]);
        Assert.DoesNotContain(hashes[2], hashes[..2]);
    }

    [Fact]
    public async Task An_outage_is_never_a_number()
    {
        Assert.IsType<Measurement.Unavailable>(await MeasureAsync(stable: 1, from: 0, to: 1));
        Publish(1, Tick(1, (1, 90), (2, 10)));
        Assert.IsType<Measurement.Seen>(await MeasureAsync(stable: 1, from: 0, to: 6));
        Assert.IsType<Measurement.Unavailable>(await MeasureAsync(stable: 1, from: 0, to: 6.1));

        _feed.Lost(Noon.AddSeconds(2), "connection refused");
        _feed.Lost(Noon.AddSeconds(3), "connection refused");
        var unavailable = Assert.IsType<Measurement.Unavailable>(await MeasureAsync(stable: 1, from: 0, to: 3));
        Assert.Contains("12:00:02", unavailable.Why, StringComparison.Ordinal);

        Publish(4, Tick(4, (1, 90), (2, 10)));
        Assert.IsType<Measurement.Seen>(await MeasureAsync(stable: 1, from: 0, to: 4));
    }

    [Fact]
    public async Task Counters_that_stay_broken_for_one_place_are_an_outage_of_that_place()
    {
        Publish(1, Tick(1, (1, 90), (2, 10)));
        Publish(9);
        Assert.IsType<Measurement.Unavailable>(await MeasureAsync(stable: 1, from: 0, to: 9));
    }

    [Fact]
    public async Task A_place_that_nobody_was_served_at_has_no_data()
    {
        Publish(1);
        var seen = Assert.IsType<Measurement.Seen>(await new GatewayMetricSource(_feed).MeasureAsync(
            Given.Place("new"), stable: null, canary: 2, Noon, Noon.AddSeconds(1), TestContext.Current.CancellationToken));
        Assert.Equal(ArmWindow.Empty, seen.Canary);
    }

    [Fact]
    public void A_reader_that_fails_does_not_keep_the_others_from_hearing()
    {
        var heard = new List<SampleTick>();
        using var failing = _feed.Subscribe(_ => throw new InvalidOperationException("mine"));
        var listening = _feed.Subscribe(heard.Add);
        Publish(1, Tick(1, (1, 1)));
        listening.Dispose();
        Publish(2, Tick(2, (1, 1)));
        Assert.Equal(Noon.AddSeconds(1), Assert.Single(heard).At);
    }

    private void Publish(double second, params SampleTick[] ticks) => _feed.Publish(ticks, Noon.AddSeconds(second));

    private Task<Measurement> MeasureAsync(int? stable, double from, double to) =>
        new GatewayMetricSource(_feed).MeasureAsync(Shop, stable, canary: 2, Noon.AddSeconds(from), Noon.AddSeconds(to), TestContext.Current.CancellationToken);
}
