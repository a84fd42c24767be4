using FsCheck;
using FsCheck.Fluent;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Tests.Validation;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("250ms", 250)]
    [InlineData("30s", 30_000)]
    [InlineData("5m", 300_000)]
    [InlineData("1h30m", 5_400_000)]
    [InlineData("1.5h", 5_400_000)]
    [InlineData("0s", 0)]
    [InlineData("1d1h1m1s1ms", 90_061_001)]
    [InlineData("366d", 31_622_400_000)]
    public void What_people_write_is_read(string text, double milliseconds)
    {
        Assert.True(Durations.TryParse(text, out var duration));
        Assert.Equal(TimeSpan.FromMilliseconds(milliseconds), duration);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("m")]
    [InlineData("-5m")]
    [InlineData("5 m")]
    [InlineData("5M")]
    [InlineData("30m1h")]
    [InlineData("1m1m")]
    [InlineData("1..5h")]
    [InlineData("1,5h")]
    [InlineData("367d")]
    [InlineData("99999999999999999999999999999999d")]
    [InlineData("00:05:00")]
    public void Anything_else_is_not(string? text) => Assert.False(Durations.TryParse(text, out _));

    [Fact]
    public void What_is_written_is_read_back() =>
        Prop.ForAll(Gen.Choose(0, 365 * 24 * 60).ToArbitrary(), Gen.Choose(0, 60_000).ToArbitrary(), (minutes, milliseconds) =>
        {
            var duration = TimeSpan.FromMinutes(minutes) + TimeSpan.FromMilliseconds(milliseconds, 0);
            Assert.True(Durations.TryParse(Durations.Format(duration), out var read), Durations.Format(duration));
            Assert.Equal(duration, read);
        }).QuickCheckThrowOnFailure();
}
