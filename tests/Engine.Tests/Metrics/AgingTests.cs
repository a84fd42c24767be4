using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Engine.Metrics;
using Sluice.Gateway.Contract;
using static Sluice.Engine.Tests.Metrics.Counters;

namespace Sluice.Engine.Tests.Metrics;

/// <summary>From the ages of open requests to changes, and from counters of instances to what each answered in a second.</summary>
public sealed class AgingTests
{
    private const int Bound = 50;
    private readonly CounterDeltas _deltas = new(NullLogger.Instance);

    [Fact]
    public void Each_request_counts_once_from_reading_to_reading()
    {
        Read(0, Open(10, 40, 3));
        Assert.Equal((0, 0), Read(1, Open(10, 45, 3)));
        Assert.Equal((3, 3), Read(2, Open(10, 60, 3)));
        Assert.Equal((0, 0), Read(3, Open(10, 70, 3)));

        // Three end that are known as slow, one slow and one fast one came and went.
        Assert.Equal((1, 2), Read(4, Of("1", 15, first: 40, latency: [11, .. new long[34], 4])));
    }

    [Fact]
    public void Requests_that_were_old_before_the_first_reading_are_not_told_of_again()
    {
        Read(0, Open(10, 60, 5));
        Assert.Equal((0, 0), Read(1, Of("1", 15, latency: [10, .. new long[34], 5])));
    }

    [Fact]
    public void Ages_start_anew_with_a_new_run_and_with_a_route_that_was_gone()
    {
        Read(0, Open(10, 60, 5));
        Assert.Equal((2, 2), Read(1, Open(0, 60, 2), run: "b"));
        Read(2, Open(9, 60, 7), run: "b");
        Assert.Equal((1, 5), Read(3, Open(4, 60, 1), run: "b"));
    }

    [Fact]
    public void After_a_gap_one_sample_tells_of_all_that_passed_the_bound()
    {
        Read(0, Open(10, 40, 3));
        Assert.Equal((3, 8), Read(9, Of("1", 18, latency: [15, .. new long[34], 3])));
    }

    [Fact]
    public void A_reading_that_is_left_out_loses_nothing_and_one_that_starts_anew_invents_nothing()
    {
        Read(0, Open(10, 40, 3));
        Assert.Empty(Ticks(1, Open(10, 160, 3) with { OpenFirst = 161 }));
        Assert.Empty(Ticks(2, Open(10, 160, 3) with { OpenByAge = [-1] }));
        Assert.Equal((3, 3), Read(3, Open(10, 60, 3)));

        Assert.Empty(Ticks(4, Of("1", 12, first: 41, latency: [12], openFirst: 60, ages: [8])));
        Assert.Equal((0, 1), Read(5, Of("1", 13, first: 41, latency: [13], openFirst: 61, ages: [8])));
    }

    [Fact]
    public void A_quiet_second_has_no_details()
    {
        Read(0, Open(10, 60, 5));
        Assert.Same(ArmDetail.None, Ticks(1, Open(10, 60, 5))[0].Samples[0].Detail);
    }

    [Fact]
    public void Instances_are_told_apart_and_their_errors_with_them()
    {
        Instances(0, ("a", 100, 10), ("b", 50, 0));
        Assert.Equal([new("a", 5, 2), new("b", 1, 0)], Instances(1, ("b", 51, 0), ("a", 105, 12)));
        Assert.Equal([new("a", 1, 1)], Instances(2, ("a", 106, 13), ("b", 51, 0)));
    }

    [Fact]
    public void Instances_that_are_new_restarted_or_moved_count_from_zero()
    {
        Instances(0, ("a", 100, 10), ("b", 50, 0));
        Assert.Equal([new("a", 3, 1), new("c", 7, 0)], Instances(1, ("a", 3, 1), ("b", 50, 0), ("c", 7, 0)));
        Assert.Equal([new("b", 60, 2)], Instances(2, address: "http://127.0.0.1:2", ("b", 60, 2)));
        Assert.Equal([new("b", 70, 3)], Instances(3, run: "b", address: "http://127.0.0.1:2", ("b", 70, 3)));
    }

    [Fact]
    public void No_instance_has_more_errors_than_requests_and_none_is_lost()
    {
        Instances(0, ("a", 10, 1));
        Assert.Empty(Instances(1, ("a", 10, 2)));
        Assert.Equal([new("a", 2, 1)], Instances(2, ("a", 12, 2)));
        Assert.Empty(Instances(3, ("a", 12, 13), ("b", -1, 0), ("c", 4, -1)));
        Assert.Equal([new("a", 3, 0)], Instances(4, ("a", 15, 2)));
    }

    private IReadOnlyList<SampleTick> Ticks(int second, ReleaseCounters counters, string run = "a") =>
        _deltas.Read(Status(run, counters), Noon.AddSeconds(second), TimeSpan.FromSeconds(100 + second));

    /// <summary>Slow requests, and all whose outcome became known.</summary>
    private (long Above, long All)? Read(int second, ReleaseCounters counters, string run = "a") => Ticks(second, counters, run) is [{ Samples: [var sample] }]
        ? KnownOutcomes.Count(sample.Latency.Span, sample.Detail.Aging.Span, Bound)
        : null;

    private ValueList<InstanceCounts> Instances(int second, params (string Id, long Ended, long Errors)[] instances) => Instances(second, "http://127.0.0.1:1", instances);

    private ValueList<InstanceCounts> Instances(int second, string address, params (string Id, long Ended, long Errors)[] instances) => Instances(second, "a", address, instances);

    private ValueList<InstanceCounts> Instances(int second, string run, string address, params (string Id, long Ended, long Errors)[] instances)
    {
        var status = Status(run, Of("1", 1000 + second));
        var route = status.Config.Routes[0];
        status = status with
        {
            Config = new(1, [route with { Arms = [new("1", 1000, [.. instances.Select(instance => new GatewayDestination(instance.Id, address))])] }]),
            Destinations = [.. instances.Select(i => new DestinationStatus(route.Id, i.Id, Healthy: true, Draining: false, 0, i.Ended) { Ended = i.Ended, Errors = i.Errors })],
        };
        return _deltas.Read(status, Noon.AddSeconds(second), TimeSpan.FromSeconds(100 + second)) is [{ Samples: [var sample] }] ? sample.Detail.Replicas : [];
    }

    /// <summary>Ten requests that ended long ago and some of one age that are open.</summary>
    private static ReleaseCounters Open(long requests, int age, long open) => Of("1", requests, open: open, openFirst: age, ages: [open]);
}
