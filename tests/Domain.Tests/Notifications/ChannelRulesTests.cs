using Sluice.Domain.Deployments;
using Sluice.Domain.Notifications;
using Sluice.Domain.Services;

namespace Sluice.Domain.Tests.Notifications;

public sealed class ChannelRulesTests
{
    private static readonly ChannelSpec s_spec = new("ops", "https://hooks.example.org/x");

    private static readonly Notification s_told =
        new(NotificationKind.Failed, new DeploymentId("shop-3"), new ServiceName("shop"), new EnvironmentName("production"), 12, default);

    [Fact]
    public void A_name_and_an_address_are_enough() => Assert.Empty(ChannelRules.Check(s_spec, taken: ["others"]));

    [Fact]
    public void All_mistakes_are_found_at_once()
    {
        var errors = ChannelRules.Check(new ChannelSpec("OPS", "x") { Team = "No Team", Services = ["shop", "Shop!"], Environments = ["?"], Kinds = [] }, taken: ["ops"]);
        Assert.Equal(["name", "address", "team", "services[1]", "environments[0]", "kinds"], errors.Select(error => error.Field));
    }

    [Fact]
    public void A_secret_stands_in_no_mistake()
    {
        Assert.Null(ChannelRules.CheckSecret("0123456789abcdef"));
        Assert.Equal("9 characters", ChannelRules.CheckSecret("too short")!.Found);
    }

    [Theory]
    [InlineData('x', 15, false)]
    [InlineData('x', 16, true)]
    [InlineData('x', 200, true)]
    [InlineData('x', 201, false)]
    [InlineData('~', 16, true)]
    [InlineData('!', 16, true)]
    [InlineData(' ', 16, false)]
    [InlineData('ü', 16, false)]
    public void A_secret_is_of_visible_characters_and_of_a_length_that_cannot_be_guessed(char of, int length, bool isRight) =>
        Assert.Equal(isRight, ChannelRules.CheckSecret(new string(of, length)) is null);

    [Theory]
    [InlineData(80, 100, 0)]
    [InlineData(81, 100, 1)]
    [InlineData(80, 101, 1)]
    public void Names_are_of_bounded_length_and_number(int letters, int services, int mistakes) => Assert.Equal(
        mistakes, ChannelRules.Check(s_spec with { Name = new string('n', letters), Services = [.. Enumerable.Range(0, services).Select(i => FormattableString.Invariant($"shop-{i}"))] }, taken: []).Count);

    [Theory]
    [InlineData(null, "", "", true)]
    [InlineData("payments", "", "", true)]
    [InlineData("search", "", "", false)]
    [InlineData(null, "shop", "", true)]
    [InlineData(null, "other", "", false)]
    [InlineData(null, "", "production", true)]
    [InlineData(null, "", "staging", false)]
    public void A_channel_is_told_of_its_team_its_services_and_its_environments(string? team, string service, string environment, bool wants) => Assert.Equal(
        wants, (s_spec with { Team = team, Services = List(service), Environments = List(environment) }).Wants(s_told, team: "payments"));

    [Fact]
    public void A_channel_is_told_of_its_kinds_and_of_nothing_while_it_is_off()
    {
        Assert.False(s_spec.Wants(s_told with { Kind = NotificationKind.Started }, team: null));
        Assert.True((s_spec with { Kinds = [NotificationKind.Started] }).Wants(s_told with { Kind = NotificationKind.Started }, team: null));
        Assert.False((s_spec with { IsOn = false }).Wants(s_told, team: null));
    }

    [Fact]
    public void Only_the_host_may_be_written_anywhere() => Assert.Equal("https://hooks.example.org:8443", new ChannelSpec("x", "https://hooks.example.org:8443/T0/secret?k=v").Host);

    private static ValueList<string> List(string name) => name.Length == 0 ? [] : [name];
}
