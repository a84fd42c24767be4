using Sluice.Domain.Services;

namespace Sluice.Domain.Tests.Services;

public sealed class ServiceProfileTests
{
    private static readonly ServiceProfile s_profile = new() { Team = "payments", Owners = ["Mia"], OnCall = "https://pager.example/x", Runbook = "http://wiki.example/x?y=1" };

    private static Service Shop => Service.Fold([new ServiceEvent.ServiceDeclared(new("shop"), [new(new("production"), new(RuntimeKind.Process), new(RouterKind.Gateway, null, "/"))])])!;

    [Fact]
    public void A_profile_takes_the_place_of_the_one_before_and_the_same_again_changes_nothing()
    {
        var decided = Assert.IsType<Decision.Accepted>(ServiceDecider.Describe(Shop, s_profile));
        var said = decided.ServiceEvents.Aggregate(Shop, Service.Evolve);
        Assert.Equal(s_profile, said.Profile);
        Assert.IsType<Decision.Ignored>(ServiceDecider.Describe(said, s_profile with { Owners = ["Mia"] }));

        var less = Assert.IsType<Decision.Accepted>(ServiceDecider.Describe(said, new ServiceProfile { Team = "payments" }));
        Assert.Empty(less.ServiceEvents.Aggregate(said, Service.Evolve).Profile.Owners);
    }

    [Fact]
    public void All_mistakes_are_told_together_with_what_was_found()
    {
        var refused = Assert.IsType<Decision.Refused>(ServiceDecider.Describe(Shop, new()
        {
            Team = "Pay Ments",
            Owners = ["Mia", " ", "Mia", new string('x', ServiceProfileRules.LongestOwner + 1), "two\nlines"],
            OnCall = "javascript:alert(1)",
            Runbook = "https://mia:secret@wiki.example/x",
            Description = new string('x', ServiceProfileRules.LongestDescription + 1),
        }));
        var errors = Assert.IsType<Refusal.Invalid>(refused.Refusal).Errors;
        Assert.Equal(["team", "owners[1]", "owners[2]", "owners[3]", "owners[4]", "on_call", "runbook", "description"], errors.Select(error => error.Field));
        Assert.DoesNotContain("secret", string.Join(' ', errors), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("wiki")]
    [InlineData("//wiki.example")]
    [InlineData("ftp://wiki.example")]
    [InlineData("file:///etc/passwd")]
    public void Only_addresses_of_the_web_become_links(string address) =>
        Assert.Equal(["runbook"], ServiceProfileRules.Check(new() { Runbook = address }).Select(error => error.Field));

    [Theory]
    [InlineData("Europe/Berlin", true)]
    [InlineData("UTC", true)]
    [InlineData("Berlin", false)]
    [InlineData("local", false)]
    [InlineData("W. Europe Standard Time", false)]
    [InlineData("../etc/passwd", false)]
    [InlineData("", false)]
    public void A_zone_is_one_of_the_IANA_database(string zone, bool isOne) =>
        Assert.Equal(isOne ? [] : ["time_zone"], ServiceProfileRules.Check(new() { TimeZone = zone }).Select(error => error.Field));

    [Fact]
    public void Too_many_owners_are_refused_by_their_number() =>
        Assert.Contains(ServiceProfileRules.Check(new() { Owners = [.. Enumerable.Range(0, ServiceProfileRules.MostOwners + 1).Select(i => $"p{i}")] }), error => error.Found == "21 names");
}
