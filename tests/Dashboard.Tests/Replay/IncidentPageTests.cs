using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Replay.Incidents;
using Sluice.Dashboard.Tests.Deployments;
using Sluice.Dashboard.Tests.Live;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Incidents;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Tests.Replay;

/// <summary>Incidents as people keep them.</summary>
public sealed class IncidentPageTests : IDisposable
{
    private readonly ReplayScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task An_incident_is_opened_from_the_clock_and_is_in_the_list()
    {
        await _scene.Now.BakingAsync();
        var clock = Page<IncidentsPage>("/incidents?d=shop-2,shop-1");
        await clock.Find(".incident__open form").SubmitAsync();
        Assert.Contains("expected a text of 1 to 200 characters", clock.Find("#field-title-error").TextContent, StringComparison.Ordinal);
        await clock.Find("#field-title").ChangeAsync("Errors at the till");
        await clock.Find("#field-severity").ChangeAsync("Critical");
        await clock.Find(".incident__open form").SubmitAsync();
        Assert.EndsWith("/incidents/i1", Navigation.Uri, StringComparison.Ordinal);

        var list = Page<IncidentsPage>("/incidents");
        var row = list.Find("[data-row=i1]").TextContent;
        foreach (var told in new[] { "Errors at the till", "Critical", "Open", "shop-2, shop-1" })
        {
            Assert.Contains(told, row, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_summary_is_markdown_and_never_markup()
    {
        await OpenedAsync();
        var page = Incident();
        await page.Find("[data-edit]").ClickAsync(new());
        await page.Find("#field-summary").ChangeAsync("**Pool** <script>alert(1)</script>");
        await page.Find("#field-participants").ChangeAsync("Maria, Ben");
        await page.Find("#incident-form").SubmitAsync();
        Assert.Empty(page.FindAll("#incident-form"));
        Assert.Equal("Pool", page.Find(".markdown strong").TextContent);
        Assert.Empty(page.FindAll("script"));
        Assert.Contains("Maria, Ben", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_else_wrote_meanwhile_stays_and_the_form_with_it()
    {
        await OpenedAsync();
        var page = Incident();
        await page.Find("[data-edit]").ClickAsync(new());
        await GiveAsync(new IncidentCommand.Change(new("i1")) { Summary = "Ben's words" });
        await page.Find("#field-summary").ChangeAsync("Maria's words");
        await page.Find("#incident-form").SubmitAsync();
        Assert.Contains("Somebody else wrote on i1 since", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Ben's words", page.Find(".markdown").TextContent, StringComparison.Ordinal);
        Assert.Equal("Maria's words", page.Find("#field-summary").TextContent);
    }

    [Fact]
    public async Task An_action_item_is_added_overdue_and_done()
    {
        await OpenedAsync();
        var page = Incident();
        await page.Find("[data-item=new]").ClickAsync(new());
        await page.Find("#field-text").ChangeAsync("Make the pool larger");
        await page.Find("#field-owner").ChangeAsync("Ben");
        await page.Find("#field-due").ChangeAsync("soon");
        await page.Find("#item-form").SubmitAsync();
        Assert.Contains("a day such as 2026-12-24", page.Find("#field-due-error").TextContent, StringComparison.Ordinal);
        await page.Find("#field-due").ChangeAsync("2020-01-31");
        await page.Find("#item-form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Contains("Overdue", page.Find("tr[data-item='1']").TextContent, StringComparison.Ordinal));
        Assert.Contains("1 of 1, 1 overdue", Page<IncidentsPage>("/incidents").Find("[data-row=i1]").TextContent, StringComparison.Ordinal);
        await page.Find("tr[data-item='1'] button").ClickAsync(new());
        page.WaitForAssertion(() => Assert.Contains("Done", page.Find("tr[data-item='1']").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task It_is_closed_and_opened_again_and_follows_what_others_do()
    {
        await OpenedAsync();
        var page = Incident();
        await page.Find("[data-end]").ClickAsync(new());
        Assert.Equal("Closed", page.Find("[data-status]").TextContent);
        await GiveAsync(new IncidentCommand.Reopen(new("i1")));
        page.WaitForAssertion(() => Assert.Equal("Open", page.Find("[data-status]").TextContent));
        Assert.Equal(2, page.FindAll("[data-incident]").Count);
    }

    [Fact]
    public async Task Who_may_not_write_notes_there_only_reads()
    {
        await OpenedAsync();
        _scene.Now.Granted.Held = [new RoleGrant(Role.Viewer), new RoleGrant(Role.Contributor, ServiceName.From("cart"))];
        var page = Incident();
        Assert.Empty(page.FindAll("[data-edit], [data-end], [data-item=new]"));
        Assert.Empty(Page<IncidentsPage>("/incidents?d=shop-2").FindAll(".incident__open"));
    }

    [Fact]
    public void What_there_is_not_is_said()
    {
        Assert.Contains("There is no incident i9", Incident("i9").Markup, StringComparison.Ordinal);
        Assert.Contains("No incident was opened yet", Page<IncidentsPage>("/incidents").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_is_away_is_said_and_looked_for_again()
    {
        var clock = new ManualTime();
        _scene.Now.Console.Services.AddSingleton<TimeProvider>(clock);
        await OpenedAsync();
        Away(true);
        var page = Incident();
        var list = Page<IncidentsPage>("/incidents");
        Assert.Contains("The database is stopped.", page.Find(".problem").TextContent, StringComparison.Ordinal);
        Assert.Contains("The database is stopped.", list.Find(".problem").TextContent, StringComparison.Ordinal);

        Away(false);
        clock.Advance(TimeSpan.FromSeconds(2));
        page.WaitForAssertion(() => Assert.Equal("Errors at the till", page.Find("h1").TextContent));
        list.WaitForAssertion(() => Assert.Single(list.FindAll("[data-row=i1]")));
    }

    [Fact]
    public async Task The_clock_is_read_again_when_the_store_is_back_and_stands_where_it_should()
    {
        var clock = new ManualTime();
        _scene.Now.Console.Services.AddSingleton<TimeProvider>(clock);
        await _scene.Now.BakingAsync();
        Away(true);
        var page = Page<IncidentsPage>("/incidents?d=shop-2,shop-1");
        Assert.Contains("The database is stopped.", page.Find(".problem").TextContent, StringComparison.Ordinal);

        Away(false);
        clock.Advance(TimeSpan.FromSeconds(2));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".problem")));
        var slider = page.Find("input[type=range]");
        Assert.Equal(slider.GetAttribute("max"), slider.GetAttribute("value"));
    }

    [Fact]
    public async Task What_is_known_and_a_form_under_way_outlive_the_store()
    {
        await OpenedAsync();
        var page = Incident();
        await page.Find("[data-edit]").ClickAsync(new());
        await page.Find("#field-summary").ChangeAsync("Maria's words");
        Away(true);
        await page.Find("#incident-form").SubmitAsync();
        Assert.Equal("Errors at the till", page.Find("h1").TextContent);
        Assert.Equal("Maria's words", page.Find("#field-summary").TextContent);
        Assert.Contains("The database does not answer.", page.Find("[role=status]").TextContent, StringComparison.Ordinal);
    }

    private void Away(bool isAway) => (_scene.Now.Sluice.StoreIsDown, _scene.Now.Sluice.RemembersNothing) = (isAway, isAway);

    private NavigationManager Navigation => _scene.Get<NavigationManager>();

    private async Task OpenedAsync()
    {
        await _scene.Now.BakingAsync();
        await GiveAsync(new IncidentCommand.Open("Errors at the till", IncidentSeverity.Major, [new("shop-2"), new("shop-1")]));
    }

    private async Task GiveAsync(IncidentCommand command) =>
        Assert.IsType<CommandAnswer.Applied>(await ((ICommandBus)_scene.Now.Sluice).SendAsync(TenantId.Default, command, new(Actor.Person("Ben")), DeploymentScene.Ct));

    private IRenderedComponent<IncidentPage> Incident(string id = "i1")
    {
        Navigation.NavigateTo($"/incidents/{id}");
        return _scene.Now.Console.Render<IncidentPage>(parameters => parameters.Add(p => p.Incident, id));
    }

    private IRenderedComponent<T> Page<T>(string address)
        where T : IComponent
    {
        Navigation.NavigateTo(address);
        return _scene.Now.Console.Render<T>();
    }
}
