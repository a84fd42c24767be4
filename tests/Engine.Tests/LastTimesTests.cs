namespace Sluice.Engine.Tests;

public sealed class LastTimesTests
{
    [Fact]
    public void Only_the_newest_count_and_before_the_first_nothing_is_known()
    {
        var times = new LastTimes(20);
        Assert.Equal((0, null), (times.Count, times.Quantile(0.95)));
        for (var i = 1; i <= 40; i++)
        {
            times.Add(TimeSpan.FromMilliseconds(i));
        }

        Assert.Equal((20, 40.0, 21.0), (times.Count, times.Quantile(0.95)!.Value.TotalMilliseconds, times.Quantile(0)!.Value.TotalMilliseconds));
    }
}
