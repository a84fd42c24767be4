using Bunit;
using Sluice.Dashboard.Fleet;
using Sluice.Dashboard.Settings;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Settings;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Tests.Settings;

/// <summary>Views of the fleet that a team shares.</summary>
public sealed class TeamViewTests : IAsyncDisposable
{
    private static readonly TeamView s_till = new("payments", "Till") { State = "calm", Text = "target:prod" };
    private readonly ConsoleWorld _world = new();

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task A_member_shares_a_filter_after_seeing_what_it_changes()
    {
        await _world.GoLiveAsync("shop");
        Be(Role.Contributor, "payments");
        var page = _world.Open<FleetPage>("/fleet?state=calm&q=target%3Aprod");
        await page.Find(".views button").ClickAsync();
        page.Find("#view-name").Input("Till");
        Assert.Equal(["", "payments"], page.FindAll("#view-team option").Select(option => option.GetAttribute("value")));
        page.Find("#view-team").Change("payments");
        await page.Find(".views form").SubmitAsync();
        Assert.Equal(["nothing", "state=calm q=target:prod"], page.FindAll("dialog dd").Select(part => part.TextContent));
        await page.FindAll("dialog form")[^1].SubmitAsync();
        Assert.EndsWith("/fleet?state=calm&q=target%3Aprod&view=payments.till", _world.Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal((s_till, "ada"), (await BookAsync()).Views is [var one] ? (one.View, one.By.Name) : default);
    }

    [Fact]
    public async Task It_is_listed_for_the_team_and_opens_by_its_name_for_everybody()
    {
        await _world.GoLiveAsync("shop");
        await ShareAsync(s_till);
        Be(Role.Viewer, "payments");
        var page = _world.Open<FleetPage>("/fleet");
        Assert.Equal(("Till", "/fleet?state=calm&q=target%3Aprod&view=payments.till"), page.Find(".views [role=group] a") is var link ? (link.TextContent, link.GetAttribute("href")) : default);

        Be(Role.Viewer);
        Assert.Empty(_world.Open<FleetPage>("/fleet").FindAll(".views [role=group]"));
        _world.Open<FleetPage>("/fleet?view=payments.till");
        Assert.EndsWith("/fleet?state=calm&q=target%3Aprod&view=payments.till", _world.Navigation.Uri, StringComparison.Ordinal);
        Assert.Empty(_world.Open<FleetPage>("/fleet?state=calm&q=target%3Aprod&view=payments.till").FindAll(".views [role=group] button:not([aria-pressed])"));
    }

    [Fact]
    public async Task A_view_that_there_is_not_is_named()
    {
        await _world.GoLiveAsync("shop");
        Assert.Contains("There is no view payments.gone", _world.Open<FleetPage>("/fleet?view=payments.gone").Find(".views__problem").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_start_page_may_begin_with_a_view_of_the_team()
    {
        await _world.GoLiveAsync("shop");
        await ShareAsync(s_till);
        Be(Role.Viewer, "payments");
        var page = _world.Open<FleetPage>("/fleet?state=calm&q=target%3Aprod&view=payments.till");
        await page.Find(".views [role=group] button").ClickAsync();
        _world.Open<FleetPage>("/");
        Assert.EndsWith("view=payments.till", _world.Navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_member_withdraws_can_be_put_back()
    {
        await _world.GoLiveAsync("shop");
        await ShareAsync(s_till);
        Be(Role.Contributor, "payments");
        var page = _world.Open<TeamViewsPage>("/settings/views");
        page.Find("[data-view='payments.till'] button").Click();
        await page.Find("dialog form").SubmitAsync();
        Assert.Empty((await BookAsync()).Views);
        page.WaitForElement("[data-change] button").Click();
        Assert.Equal(["nothing", "state=calm q=target:prod"], page.FindAll("dialog dd").Select(part => part.TextContent));
        await page.Find("dialog form").SubmitAsync();
        Assert.Equal(s_till, Assert.Single((await BookAsync()).Views).View);
    }

    [Fact]
    public async Task Who_is_no_member_sees_all_and_changes_nothing()
    {
        await ShareAsync(s_till);
        Be(Role.Operator, "search");
        var page = _world.Open<TeamViewsPage>("/settings/views");
        Assert.NotNull(page.Find("[data-view='payments.till'] a"));
        Assert.Empty(page.FindAll("[data-view] button, [data-change] button"));
    }

    [Fact]
    public void Without_views_the_first_step_is_said() => Assert.Contains("No team shares a view yet", _world.Open<TeamViewsPage>("/settings/views").Markup, StringComparison.Ordinal);

    private void Be(Role role, params string[] groups) => (_world.Granted.Held, _world.Granted.Groups) = ([new RoleGrant(role)], groups.ToValueList());

    private async Task<SettingsBook> BookAsync() => (await _world.Sluice.FindSettingsAsync(TenantId.Default, Ct)).State;

    private Task<CommandAnswer> ShareAsync(TeamView view) => _world.Sluice.SendAsync(TenantId.Default, new SettingsCommand.ShareView(view), new CommandContext(Actor.Person("ben")), Ct);
}
