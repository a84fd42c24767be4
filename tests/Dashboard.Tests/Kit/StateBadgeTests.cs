using Bunit;
using Sluice.Dashboard.Kit;

namespace Sluice.Dashboard.Tests.Kit;

public sealed class StateBadgeTests
{
    public static TheoryData<ConsoleState> States => [.. Enum.GetValues<ConsoleState>()];

    [Theory]
    [MemberData(nameof(States))]
    public void Every_state_has_a_word_and_a_shape(ConsoleState state)
    {
        using var console = new ConsoleContext();
        var badge = console.Render<StateBadge>(parameters => parameters.Add(b => b.State, state)).Find(".badge");

        Assert.NotEmpty(badge.TextContent.Trim());
        Assert.DoesNotContain("State.", badge.TextContent, StringComparison.Ordinal);
        Assert.NotNull(badge.QuerySelector("svg path"));
    }

    [Fact]
    public void No_two_states_share_a_shape() =>
        Assert.Equal(Enum.GetValues<ConsoleState>().Length, Enum.GetValues<ConsoleState>().Select(ConsoleStates.IconOf).Distinct(StringComparer.Ordinal).Count());

    [Fact]
    public void A_held_deployment_says_by_whom()
    {
        using var console = new ConsoleContext();
        var badge = console.Render<StateBadge>(parameters => parameters.Add(b => b.State, ConsoleState.HeldByVerdict));
        Assert.Equal("Held by verdict", badge.Find(".badge--warning").TextContent.Trim());
    }
}
