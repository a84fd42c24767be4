using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Analysis.CustomMetrics;

namespace Sluice.Domain.Tests.Analysis.CustomMetrics;

public sealed class ExpositionTests
{
    private static readonly string[] s_pieces =
        ["orders", "_total", "{", "}", "\"", "\\", "n", "=", ",", " ", "\t", "\n", "1", "0", ".", "e9", "-", "+Inf", "NaN", "#", "HELP", ":", "é", "\0", "\r", "kind=\"card\"", "orders_total 1\n", "orders_total{a=\"b\"} 2\n"];

    [Fact]
    public void A_text_as_libraries_write_it_is_read()
    {
        var text = Read("""
            # HELP orders_total Orders, with a "quote" and {braces}.
            # TYPE orders_total counter
            orders_total{kind="card",shop="a\\b\"c\nd"} 12
            orders_total{kind="cash",} 3.0 1767605415000
            orders_total 1e3

            # a remark
             other_total  -7
            orders_size{le="+Inf"} +Inf
            """);
        Assert.Equal([12, 3, 1000, double.PositiveInfinity], text.Samples.Select(sample => sample.Value));
        Assert.Equal([new("kind", "card"), new("shop", "a\\b\"c\nd")], text.Samples[0].Labels);
    }

    [Theory]
    [InlineData("orders_total", "line 1 is no sample: orders_total")]
    [InlineData("orders_total 1x", "line 1 is no sample: orders_total 1x")]
    [InlineData("orders_total 1 2 3", "line 1 is no sample: orders_total 1 2 3")]
    [InlineData("orders_total 1\r", "line 1 is no sample: orders_total 1\r")]
    [InlineData("orders_total{kind=card} 1", "line 1 is no sample: orders_total{kind=card} 1")]
    [InlineData("orders_total{kind=\"card} 1", "line 1 is no sample: orders_total{kind=\"card} 1")]
    [InlineData("orders_total{kind=\"a\",kind=\"b\"} 1", "line 1 is no sample: orders_total{kind=\"a\",kind=\"b\"} 1")]
    [InlineData("1orders 1", "line 1 is no sample: 1orders 1")]
    [InlineData("<html>", "line 1 is no sample: <html>")]
    [InlineData("orders_total{a=\"1\",b=\"2\"} 1\norders_total{b=\"2\",a=\"1\"} 1", "line 2 is there twice: orders_total{b=\"2\",a=\"1\"} 1")]
    [InlineData("nobody_asked 1 1 1", "line 1 is no sample: nobody_asked 1 1 1")]
    public void A_mistake_anywhere_leaves_all_of_it_out(string text, string mistake)
    {
        Assert.Null(Exposition.Read(text + "\n", Names, out var found));
        Assert.Equal(mistake, found);
    }

    [Fact]
    public void A_text_that_was_cut_off_is_not_read()
    {
        Assert.Null(Exposition.Read("orders_total 12\norders_total{kind=\"card\"} 1", Names, out var mistake));
        Assert.Equal("the last line does not end", mistake);
    }

    [Fact]
    public void Nothing_is_a_text_without_samples() => Assert.Empty(Exposition.Read(string.Empty, Names, out _)!.Samples);

    [Theory]
    [InlineData("orders_total", "orders_total", true)]
    [InlineData("orders_total{kind=\"card\"}", "orders_total{shop=\"a\",kind=\"card\"}", true)]
    [InlineData("orders_total{kind=\"card\"}", "orders_total{kind=\"cash\"}", false)]
    [InlineData("orders_total{kind=\"card\"}", "orders_total", false)]
    [InlineData("orders_total", "orders_total{kind=\"card\"}", true)]
    public void A_selector_asks_for_equal_labels(string selector, string series, bool matches) =>
        Assert.Equal(matches, SeriesSelector.Parse(selector)!.Matches(Exposition.Read(series + " 1\n", Names, out _)!.Samples[0]));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("orders total")]
    [InlineData("orders_total{kind=~\"card\"}")]
    [InlineData("orders_total{kind=\"card\"}x")]
    [InlineData("rate(orders_total[5m])")]
    public void What_is_no_selector_is_none(string? text) => Assert.Null(SeriesSelector.Parse(text));

    [Fact]
    public void Whatever_is_answered_is_read_or_refused() => Prop.ForAll(
        Gen.ArrayOf(Gen.Elements(s_pieces)).Select(string.Concat).ToArbitrary(),
        text => Exposition.Read(text, Names, out var mistake) is null == mistake is not null).Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Fact]
    public void Whatever_is_read_can_be_counted_or_is_named() => Prop.ForAll(
        Gen.ArrayOf(Gen.Elements("0", "1", "2", "7", "-1", "0.5", "NaN", "+Inf", "1e300", "9007199254740993")).Where(values => values.Length > 3).ToArbitrary(),
        values =>
        {
            var text = Exposition.Read(
                $"orders_total {values[0]}\nfailed_total {values[1]}\nqueue {values[2]}\npacking_bucket{{le=\"1\"}} {values[0]}\npacking_bucket{{le=\"+Inf\"}} {values[3]}\n",
                new HashSet<string> { "orders_total", "failed_total", "queue", "packing_bucket" }, out _)!;
            return ((IEnumerable<MetricDefinition>)[Definitions.Orders, Definitions.Queue, Definitions.Packing]).All(definition =>
            {
                var reading = MetricReading.Of(definition, text, out var defect);
                return reading is null == defect is not null && (reading?.Counts.All(count => count >= 0) ?? true) && (reading is null || definition.Kind != MetricKind.Gauge || double.IsFinite(reading.Value));
            });
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(1000));

    private static HashSet<string> Names { get; } = ["orders_total", "orders_size"];

    private static Exposition Read(string text) => Exposition.Read(text + "\n", Names, out var mistake) ?? throw new InvalidOperationException(mistake);
}
