using Sluice.Domain.Analysis.CustomMetrics;
using static Sluice.Domain.Tests.Analysis.CustomMetrics.Definitions;

namespace Sluice.Domain.Tests.Analysis.CustomMetrics;

public sealed class MetricReadingTests
{
    [Fact]
    public void Series_that_match_are_added_up() =>
        Assert.Equal([15, 4], Read(Orders, "orders_total{a=\"1\"} 10\norders_total{a=\"2\"} 5\nfailed_total{why=\"x\"} 1\nfailed_total{why=\"y\"} 3")!.Counts);

    [Fact]
    public void A_counter_that_is_not_there_yet_counts_nothing() => Assert.Equal([10, 0], Read(Orders, "orders_total 10")!.Counts);

    [Fact]
    public void Buckets_are_taken_apart_and_bounds_are_milliseconds()
    {
        var reading = Read(Packing, "packing_bucket{le=\"0.1\",a=\"1\"} 3\npacking_bucket{le=\"0.5\",a=\"1\"} 5\npacking_bucket{le=\"+Inf\",a=\"1\"} 6\npacking_bucket{le=\"+Inf\",a=\"2\"} 2\npacking_bucket{le=\"0.1\",a=\"2\"} 1\npacking_bucket{le=\"0.5\",a=\"2\"} 1")!;
        Assert.Equal([100, 500], reading.Bounds);
        Assert.Equal([4, 2, 2], reading.Counts);
    }

    [Fact]
    public void A_gauge_is_what_it_is_and_nothing_when_it_is_not_there()
    {
        Assert.Equal(-3.5, Read(Queue, "queue -3.5")!.Value);
        Assert.True(double.IsNaN(Read(Queue, "other 1")!.Value));
    }

    [Theory]
    [InlineData("orders_total 3\nfailed_total 4", "has more bad ones (4) than there are (3)")]
    [InlineData("orders_total -3", "is -3, which is no count")]
    [InlineData("orders_total NaN", "is NaN, which is no count")]
    [InlineData("orders_total +Inf", "is Infinity, which is no count")]
    [InlineData("orders_total 2.5", "is 2.5, which is no count")]
    public void A_pair_that_cannot_be_true_is_named(string text, string defect) => Assert.Equal(defect, DefectOf(Orders, text));

    [Theory]
    [InlineData("packing_bucket{le=\"1\"} 3\npacking_bucket{le=\"+Inf\"} 2", "has buckets that fall")]
    [InlineData("packing_bucket{le=\"1\"} 3", "has no bucket +Inf")]
    [InlineData("packing_bucket{le=\"+Inf\"} 3", "has 0 bounds, and 1 to 64 can be judged")]
    [InlineData("packing_bucket{le=\"one\"} 3", "has a bucket without an upper bound")]
    [InlineData("packing_bucket{le=\"1\",a=\"1\"} 3\npacking_bucket{le=\"+Inf\",a=\"1\"} 3\npacking_bucket{le=\"+Inf\",a=\"2\"} 3", "has series with other bounds than the rest")]
    public void Buckets_that_cannot_be_true_are_named(string text, string defect) => Assert.Equal(defect, DefectOf(Packing, text));

    [Theory]
    [InlineData("queue NaN", "is NaN")]
    [InlineData("queue{a=\"1\"} 1\nqueue{a=\"2\"} 1", "has several series; name the labels of one")]
    public void A_gauge_that_cannot_be_true_is_named(string text, string defect) => Assert.Equal(defect, DefectOf(Queue, text));

    private static MetricReading? Read(MetricDefinition definition, string text) => MetricReading.Of(definition, Text(text), out _);

    private static string? DefectOf(MetricDefinition definition, string text)
    {
        Assert.Null(MetricReading.Of(definition, Text(text), out var defect));
        return defect;
    }

    private static Exposition Text(string text) => Exposition.Read(text + "\n", new HashSet<string> { "orders_total", "failed_total", "queue", "packing_bucket" }, out _)!;
}
