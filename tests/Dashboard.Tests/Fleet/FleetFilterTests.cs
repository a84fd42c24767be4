using Sluice.Dashboard.Fleet;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Tests.Fleet;

public sealed class FleetFilterTests
{
    private static readonly FleetLine Calm = new("checkout/eu-1", new ServiceName("checkout"), new EnvironmentName("eu-1"), Attention.Calm, Deployment: null) { Team = "payments" };

    [Theory]
    [InlineData("", true)]
    [InlineData("check", true)]
    [InlineData("CHECK target:eu", true)]
    [InlineData("target:us", false)]
    [InlineData("-target:us", true)]
    [InlineData("-checkout", false)]
    [InlineData("state:calm", true)]
    [InlineData("state:held", false)]
    [InlineData("state:", true)]
    [InlineData("team:pay", true)]
    [InlineData("-team:pay", false)]
    [InlineData("strategy:rolling", false)]
    [InlineData("is:starred", false)]
    [InlineData("-is:starred", true)]
    [InlineData("colour:red", false)]
    public void Every_term_must_hold(string text, bool matches) => Assert.Equal(matches, FleetFilter.Parse(text).Matches(Calm, FleetReader.Nobody));

    [Fact]
    public void What_the_reader_marked_is_found_by_it()
    {
        var reader = FleetReader.Nobody with { Marked = _ => true };
        Assert.True(FleetFilter.Parse("is:starred check").Matches(Calm, reader));
        Assert.False(FleetFilter.Parse("-is:starred").Matches(Calm, reader));
        Assert.False(FleetFilter.Parse("is:large").Matches(Calm, reader));
    }
}
