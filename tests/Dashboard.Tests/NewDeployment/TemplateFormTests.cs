using Bunit;
using Sluice.Dashboard.NewDeployment;
using Sluice.Dashboard.Services;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.PlanTemplates;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Tests.NewDeployment;

/// <summary>A new deployment begins with a plan of the service's team.</summary>
public sealed class TemplateFormTests : IAsyncDisposable
{
    private static readonly PlanKey s_careful = new("payments", "careful");
    private static readonly PlanKey s_bold = new("payments", "bold");
    private readonly ConsoleWorld _world = new();

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task The_default_fills_the_form_which_says_so_and_the_deployment_remembers_it()
    {
        await OfferAsync();
        var page = Open("?release=1");
        Assert.Equal("Begun with careful version 1, the default of team payments.", page.Find("[data-begun]").TextContent);
        Assert.Equal(("linear", "7", "0.003"), (Kind(page), page.Find("#field-plan-steps").GetAttribute("value"), page.Find("#field-thresholds-error-rate").GetAttribute("value")));
        await page.Find(".new__form").SubmitAsync();
        await page.Find("dialog form").SubmitAsync();
        var deployment = await _world.FindAsync(new DeploymentId("shop-2"));
        Assert.Equal((new PlanOrigin("payments", "careful", 1), 7), (deployment.Spec.Template, deployment.Spec.Plan.Phases.Count));
    }

    [Fact]
    public async Task Another_one_fills_it_again_and_what_differs_since_is_said()
    {
        await OfferAsync();
        var page = Open("?release=1");
        Assert.Equal(["", "bold@1", "careful@1"], page.FindAll("#field-template option").Select(option => option.GetAttribute("value")));
        await page.Find("#field-template").ChangeAsync(new() { Value = "bold@1" });
        Assert.Equal("Begun with bold version 1, a plan of team payments.", page.Find("[data-begun]").TextContent);
        Assert.Equal("2", page.Find("#field-plan-steps").GetAttribute("value"));
        page.Find("#field-plan-steps").Change("3");
        Assert.EndsWith("Changed since.", page.Find("[data-begun]").TextContent, StringComparison.Ordinal);
        await page.Find("#field-template").ChangeAsync(new() { Value = "" });
        Assert.Empty(page.FindAll("[data-begun]"));
        Assert.Equal("3", page.Find("#field-plan-steps").GetAttribute("value"));
    }

    [Fact]
    public async Task Without_a_team_or_a_plan_in_force_the_form_begins_as_usual()
    {
        await _world.GoLiveAsync("shop");
        Assert.Empty(Open("?release=1").FindAll("#field-template"));
        await _world.DescribeAsync("shop", "payments");
        await GiveAsync("ben", new PlanCommand.Propose(s_careful, "{\"plan\":{\"kind\":\"linear\"}}", null));
        Assert.Empty(Open("?release=1").FindAll("#field-template"));
    }

    [Fact]
    public async Task What_was_typed_before_another_one_was_chosen_comes_back()
    {
        await OfferAsync();
        var page = Open("?release=1");
        page.Find("#field-plan-steps").Change("6");
        await page.Find("#field-template").ChangeAsync(new() { Value = "bold@1" });
        Assert.Equal("2", page.Find("#field-plan-steps").GetAttribute("value"));
        await page.Find("[data-template-undo]").ClickAsync(new());
        Assert.Equal("6", page.Find("#field-plan-steps").GetAttribute("value"));
        Assert.Equal("Begun with careful version 1, the default of team payments. Changed since.", page.Find("[data-begun]").TextContent);
        Assert.Empty(page.FindAll("[data-template-undo]"));
    }

    [Fact]
    public async Task What_is_replaced_meanwhile_is_refused_at_its_field_and_the_new_version_can_be_begun_with()
    {
        await OfferAsync();
        var page = Open("?release=1");
        await page.Find(".new__form").SubmitAsync();
        await InForceAsync(s_careful, """{"plan":{"kind":"linear","steps":4}}""", version: 2);
        await page.Find("dialog form").SubmitAsync();
        Assert.Contains("2, the version in force", page.Find("#field-template-error").TextContent, StringComparison.Ordinal);
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.Equal(["", "careful@1", "bold@1", "careful@2"], page.FindAll("#field-template option").Select(option => option.GetAttribute("value"))));
        Assert.NotEmpty(page.FindAll("[data-template-gone]"));
        Assert.Equal("careful@1", page.Find("#field-template option[selected]").GetAttribute("value"));

        await page.Find("#field-template").ChangeAsync(new() { Value = "careful@2" });
        Assert.Empty(page.FindAll("[data-template-gone]"));
        await page.Find(".new__form").SubmitAsync();
        await page.Find("dialog form").SubmitAsync();
        var deployment = await _world.FindAsync(new DeploymentId("shop-2"));
        Assert.Equal((new PlanOrigin("payments", "careful", 2), 4), (deployment.Spec.Template, deployment.Spec.Plan.Phases.Count));
    }

    [Fact]
    public async Task What_is_retired_meanwhile_can_be_left()
    {
        await OfferAsync();
        var page = Open("?release=1");
        await GiveAsync("ben", new PlanCommand.Retire(s_careful));
        await GiveAsync("ben", new PlanCommand.Retire(s_bold));
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
        page.WaitForAssertion(() => Assert.Equal(["", "careful@1"], page.FindAll("#field-template option").Select(option => option.GetAttribute("value"))));
        await page.Find("#field-template").ChangeAsync(new() { Value = "" });
        Assert.Empty(page.FindAll("#field-template, [data-begun]"));
        Assert.Equal("7", page.Find("#field-plan-steps").GetAttribute("value"));
    }

    [Fact]
    public async Task One_that_does_not_fit_any_more_is_not_begun_with_and_why_is_said()
    {
        await _world.GoLiveAsync("shop");
        await _world.DescribeAsync("shop", "payments");
        await InForceAsync(s_careful, """{"strategy":"gone","plan":{"standby":"5m"}}""");
        await GiveAsync("ben", new PlanCommand.MakeDefault(s_careful));
        var page = Open("?release=1");
        Assert.Empty(page.FindAll("[data-begun]"));
        await page.Find("#field-template").ChangeAsync(new() { Value = "careful@1" });
        Assert.Contains("strategy", page.Find("[role=alert].callout").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_service_s_page_shows_the_default_with_its_version()
    {
        await OfferAsync();
        var page = _world.Open<ServicePage>("/s/shop?tab=policy&target=production", parameters => parameters.Add(p => p.Name, "shop"));
        page.WaitForAssertion(() => Assert.Equal("careful, version 1", page.Find("[data-default-plan] a").TextContent));
        Assert.Equal("/settings/plans?plan=payments%2Fcareful", page.Find("[data-default-plan] a").GetAttribute("href"));
    }

    private IRenderedComponent<NewDeploymentPage> Open(string query) => _world.Open<NewDeploymentPage>($"/s/shop/new{query}", parameters => parameters.Add(p => p.Service, "shop"));

    private static string? Kind(IRenderedComponent<NewDeploymentPage> page) => page.Find("#field-plan-steps") is not null ? "linear" : null;

    private async Task OfferAsync()
    {
        await _world.GoLiveAsync("shop");
        await _world.DescribeAsync("shop", "payments");
        await InForceAsync(s_careful, """{"plan":{"kind":"linear","steps":7,"hold":"1m"},"thresholds":{"error_rate":0.003}}""");
        await InForceAsync(s_bold, """{"plan":{"kind":"linear","steps":2}}""");
        await GiveAsync("ben", new PlanCommand.MakeDefault(s_careful));
    }

    private async Task InForceAsync(PlanKey key, string body, int version = 1)
    {
        await GiveAsync("ben", new PlanCommand.Propose(key, body, null));
        await GiveAsync("carl", new PlanCommand.Approve(key, version));
    }

    private async Task GiveAsync(string by, PlanCommand command) =>
        Assert.IsType<CommandAnswer.Applied>(await _world.Sluice.SendAsync(TenantId.Default, command, new CommandContext(Actor.Person(by)), Ct));
}
