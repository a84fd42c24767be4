using System.Text.Json;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;

namespace Sluice.Engine.Tests.Live;

public sealed class ChartPointsTests
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly PlaceKey s_place = new(TenantId.Default, ServiceName.From("checkout"), EnvironmentName.From("production"));

    [Fact]
    public void Counts_are_of_the_second_and_latencies_of_the_window()
    {
        var ticks = Enumerable.Range(0, 12).Select(second => Tick(second, (1, 10, second < 2 ? 1000 : 10), (2, 5, second == 11 ? 40 : 20))).ToList();

        var point = ChartPoints.From(ticks, 11, stable: 1, canary: 2);

        Assert.Equal((s_noon.AddSeconds(11), 10L, 5L), (point.At, point.Stable!.Requests, point.Canary!.Requests));
        Assert.InRange(point.Stable.P99!.Value, 9, 11);   // the slow seconds have left the window
        Assert.InRange(point.Canary.P50!.Value, 18, 21);
        Assert.InRange(point.Canary.P99!.Value, 38, 42);
        Assert.Equal(33.3, point.ServedCanary);
    }

    [Fact]
    public void An_arm_without_a_sample_and_latencies_without_requests_are_unknown_not_zero()
    {
        var points = ChartPoints.Of([Tick(1, (1, 0, 10))], stable: 1, canary: 2, s_noon);

        Assert.Equal(new ChartPoint(s_noon.AddSeconds(1), new(0, 0, null, null, null), Canary: null, ServedCanary: null), Assert.Single(points));
        Assert.Equal("[1772366401000,0,0,null,null,null,null,null,null,null,null,null]", JsonSerializer.Serialize(points[0]));
    }

    [Fact]
    public void History_that_begins_in_the_middle_has_the_same_points()
    {
        var random = new Random(1);
        var ticks = Enumerable.Range(0, 60).Select(second => Tick(second, (1, random.Next(50), 10), (2, random.Next(5), random.Next(10, 90)))).ToList();
        var after = s_noon.AddSeconds(30);

        var whole = ChartPoints.Of(ticks, 1, 2, s_noon.AddSeconds(-1));
        var part = ChartPoints.Of([.. ticks.Where(tick => tick.At > after - ChartPoints.Window)], 1, 2, after);

        Assert.Equal(whole.Where(point => point.At > after), part);
    }

    private static SampleTick Tick(int second, params (int Release, long Requests, double Milliseconds)[] arms)
    {
        var at = s_noon.AddSeconds(second);
        return new(s_place, at, [.. arms.Select(arm =>
        {
            var latency = new long[LatencyBounds.BucketCount];
            latency[LatencyBounds.BucketOf(arm.Milliseconds)] = arm.Requests;
            return new Sample(at, TimeSpan.FromSeconds(1), arm.Release, arm.Requests, 0, 0, 0, latency);
        })]);
    }
}
