using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Tests.Fakes;

namespace Sluice.Dashboard.Tests.Kit;

/// <summary>What is written while the browser's own address lags behind.</summary>
public sealed class AddressTrailTests
{
    private readonly LaggingNavigation _browser = new("http://console.local/replay?at=1");

    [Fact]
    public void What_is_written_quickly_builds_on_what_was_written_before()
    {
        using var trail = new AddressTrail(_browser);
        trail.Replace("a", 1);
        trail.Replace("at", 42);
        Assert.Equal("http://console.local/replay?at=42&a=1", trail.Uri);
        Assert.Equal("http://console.local/replay?at=1", _browser.Uri);
        Assert.Equal(("1", "42", null), (trail.Query("a"), trail.Query("at"), trail.Query("b")));
        _browser.Answer();
        Assert.True(trail.IsBehind);
        Assert.Equal("http://console.local/replay?at=42&a=1", trail.Uri);
        _browser.Answer();
        Assert.False(trail.IsBehind);
        Assert.Equal("http://console.local/replay?at=42&a=1", _browser.Uri);
    }

    [Fact]
    public void Who_hears_of_an_address_first_is_told_the_same()
    {
        AddressTrail? trail = null;
        var behind = new List<bool>();
        _browser.LocationChanged += (_, _) => behind.Add(trail!.IsBehind);
        using (trail = new(_browser))
        {
            trail.Replace("at", 2);
            trail.Replace("at", 3);
            _browser.Answer();
            _browser.Answer();
            Assert.Equal([true, false], behind);
        }
    }

    [Fact]
    public void Going_elsewhere_forgets_what_was_under_way()
    {
        using var trail = new AddressTrail(_browser);
        trail.Replace("at", 2);
        trail.Note("a", 1);
        _browser.GoTo("http://console.local/fleet");
        Assert.False(trail.IsBehind);
        Assert.Equal("http://console.local/fleet", trail.Uri);
    }

    [Fact]
    public void What_is_noted_is_written_with_the_next_or_when_it_is_told_to()
    {
        using var trail = new AddressTrail(_browser);
        trail.Note("at", 2);
        trail.Note("at", 3);
        Assert.True(trail.IsBehind);
        Assert.Empty(_browser.Asked);
        trail.Replace("a", 3);
        Assert.Equal(["http://console.local/replay?at=3&a=3"], _browser.Asked);
        trail.Note("at", 4);
        trail.Write();
        trail.Write();
        Assert.Equal(["http://console.local/replay?at=3&a=3", "http://console.local/replay?at=4&a=3"], _browser.Asked);
        _browser.Answer();
        _browser.Answer();
        Assert.False(trail.IsBehind);
    }

    [Fact]
    public void What_is_noted_outlives_a_change_beside_it_and_none_of_its_own()
    {
        using var trail = new AddressTrail(_browser);
        trail.Note("at", 2);
        _browser.GoTo("http://console.local/replay?at=1&win=whole");
        Assert.Equal("http://console.local/replay?at=2&win=whole", trail.Uri);
        _browser.GoTo("http://console.local/replay?at=9&win=whole");
        Assert.False(trail.IsBehind);
    }

    [Fact]
    public void The_same_address_is_not_asked_for_twice_and_an_answer_that_was_lost_holds_up_nothing()
    {
        using var trail = new AddressTrail(_browser);
        trail.Replace("at", 1);
        Assert.Empty(_browser.Asked);
        trail.Replace("at", 2);
        trail.Replace("at", 2);
        Assert.Single(_browser.Asked);
        _browser.Lose();
        trail.Replace("at", 3);
        _browser.Answer();
        Assert.False(trail.IsBehind);
    }
}
