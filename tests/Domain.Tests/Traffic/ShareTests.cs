using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Tests.Traffic;

public sealed class ShareTests
{
    [Fact]
    public void A_share_and_its_rest_are_everything() => ForAllShares(share => Assert.Equal(1000, share.Tenths + share.Rest.Tenths));

    [Fact]
    public void A_split_adds_up_to_100() => ForAllShares(share => Assert.Equal(100m, new TrafficSplit(share).Stable.Percent + share.Percent));

    [Fact]
    public void Percent_and_json_give_the_share_back() => ForAllShares(share =>
    {
        Assert.Equal(share, Share.FromPercent(share.Percent));
        Assert.Equal(share, JsonSerializer.Deserialize<Share>(JsonSerializer.Serialize(share)));
    });

    [Fact]
    public void Shares_are_ordered_by_size()
    {
        var (small, large) = (Share.FromTenths(1), Share.FromTenths(2));
        Assert.True(small < large && large > small && small <= large && large >= small && small.CompareTo(large) < 0);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(100.1)]
    [InlineData(0.05)]
    [InlineData(1e20)]
    public void What_is_no_share_is_refused(double percent)
    {
        Assert.False(Share.TryFromPercent((decimal)percent, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => Share.FromPercent((decimal)percent));
        Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Share>(percent.ToString(System.Globalization.CultureInfo.InvariantCulture)));
    }

    [Theory]
    [InlineData("\"10\"")]
    [InlineData("null")]
    [InlineData("{}")]
    public void Json_that_is_no_number_is_refused(string json) => Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<Share>(json));

    [Theory]
    [InlineData(0, "0 %")]
    [InlineData(1, "0.1 %")]
    [InlineData(1000, "100 %")]
    public void A_share_reads_as_percent(int tenths, string text) => Assert.Equal(text, Share.FromTenths(tenths).ToString());

    private static void ForAllShares(Action<Share> check) =>
        Prop.ForAll(Gen.Choose(0, 1000).Select(Share.FromTenths).ToArbitrary(), check).Check(Config.QuickThrowOnFailure.WithMaxTest(500));
}
