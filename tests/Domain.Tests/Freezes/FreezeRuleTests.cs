using Sluice.Domain.Events;
using Sluice.Domain.Freezes;
using Sluice.Domain.Tests.Deployments;

namespace Sluice.Domain.Tests.Freezes;

/// <summary>What may be declared, and lifted.</summary>
public sealed class FreezeRuleTests
{
    private static readonly WeeklyWindow s_weekend = new(DayOfWeek.Friday, new(16, 0), DayOfWeek.Monday, new(7, 0), "Europe/Berlin");
    private readonly FakeBus _bus = Make.BusWithLive();

    private DateTimeOffset Now => _bus.Now;

    [Fact]
    public void All_mistakes_are_told_together()
    {
        var request = new FreezeRequest(" ", Now.AddHours(2), Now.AddHours(1))
        {
            Service = new("nobody"),
            Weekly = s_weekend with { TimeZone = "Berlin", UntilDay = DayOfWeek.Friday, UntilTime = new(16, 0) },
        };
        Assert.Equal(["reason", "until", "weekly.time_zone", "weekly.until_time", "service"], Fields(request));
    }

    [Fact]
    public void A_reason_has_1_to_500_characters()
    {
        Assert.Equal(["reason"], Fields(new(string.Empty)));
        Assert.Equal(["reason"], Fields(new(new string('x', 501))));
        Assert.Empty(Fields(new(new string('x', 500))));
    }

    [Fact]
    public void An_end_lies_after_the_beginning_and_in_the_future()
    {
        Assert.Equal(["until"], Fields(new("x", Now.AddDays(-3), Now.AddDays(-2))));
        Assert.Equal(["until"], Fields(new("x", Now.AddHours(1), Now.AddHours(1))));
        Assert.Equal(["from"], Fields(new("x", Now.AddDays(800))));
        Assert.Empty(Fields(new("x", Now.AddDays(-3), Now.AddSeconds(1))));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Europe/Atlantis")]
    [InlineData("../../etc/passwd")]
    [InlineData("W. Europe Standard Time")]
    [InlineData("+02:00")]
    public void A_zone_has_a_name_of_the_IANA_database(string zone) => Assert.Equal(["weekly.time_zone"], Fields(new("x") { Weekly = s_weekend with { TimeZone = zone } }));

    [Theory]
    [InlineData("UTC")]
    [InlineData("Europe/Berlin")]
    [InlineData("America/Argentina/Buenos_Aires")]
    public void Names_of_the_IANA_database_are_good(string zone) => Assert.Empty(Fields(new("x") { Weekly = s_weekend with { TimeZone = zone } }));

    [Fact]
    public void A_season_without_a_window_in_it_is_a_mistake()
    {
        Assert.Equal(["until"], Fields(new("x", Until: Now.AddDays(2)) { Weekly = s_weekend }));
        Assert.Empty(Fields(new("x", Until: Now.AddDays(6)) { Weekly = s_weekend }));
    }

    [Fact]
    public void Service_and_environment_must_be_there()
    {
        Assert.Equal(["environment"], Fields(new("x") { Service = Make.Checkout, Environment = new("moon") }));
        Assert.Equal(["environment"], Fields(new("x") { Environment = new("moon") }));
        Assert.Empty(Fields(new("x") { Service = Make.Checkout, Environment = Make.Production }));
        Assert.Empty(Fields(new("x") { Environment = Make.Production }));
    }

    [Fact]
    public void At_most_200_are_in_force_or_ahead()
    {
        for (var i = 0; i < 200; i++)
        {
            _bus.Freeze(new("x", Now.AddDays(1)));
        }

        var refused = Assert.IsType<Decision.Refused>(FreezeDecider.Declare(_bus.Freezes, new("x"), [_bus.Service], Now).Decision);
        Assert.Equal("There are 200 freezes in force or ahead; lift one first.", refused.Refusal.Sentence);
        _bus.Lift(FreezeId.Of(17));
        _bus.Freeze();
    }

    [Fact]
    public void What_is_declared_begins_now_and_is_kept_in_universal_time()
    {
        var until = new DateTimeOffset(2026, 1, 9, 18, 0, 0, TimeSpan.FromHours(2));
        var declared = Assert.IsType<Decision.Accepted>(FreezeDecider.Declare(_bus.Freezes, new("  year end ", Until: until), [_bus.Service], Now).Decision);
        var spec = Assert.IsType<FreezeEvent.FreezeDeclared>(Assert.Single(declared.FreezeEvents)).Freeze;
        Assert.Equal(new FreezeSpec(FreezeId.Of(1), "year end", Now, until.ToUniversalTime()), spec);
        Assert.Equal(TimeSpan.Zero, spec.Until!.Value.Offset);
    }

    [Fact]
    public void A_freeze_is_lifted_once_and_only_while_it_has_something_ahead()
    {
        var id = _bus.Freeze(new("x", Until: Now.AddHours(1)));
        Assert.Equal(new FreezeEvent.FreezeLifted(id), Assert.Single(Assert.IsType<Decision.Accepted>(FreezeDecider.Lift(_bus.Freezes, id, Now)).FreezeEvents) with { Origin = Origin.Unstamped });
        Assert.Equal("It is over already.", Assert.IsType<Decision.Ignored>(FreezeDecider.Lift(_bus.Freezes, id, Now.AddHours(1))).Why);
        _bus.Lift(id);
        Assert.Equal("It was lifted already, by ann.", Assert.IsType<Decision.Ignored>(FreezeDecider.Lift(_bus.Freezes, id, Now)).Why);
        Assert.IsType<Refusal.NotFound>(Assert.IsType<Decision.Refused>(FreezeDecider.Lift(_bus.Freezes, FreezeId.Of(9), Now)).Refusal);
    }

    private IEnumerable<string> Fields(FreezeRequest request) => FreezeRules.Check(request, [_bus.Service], Now).Select(error => error.Field);
}
