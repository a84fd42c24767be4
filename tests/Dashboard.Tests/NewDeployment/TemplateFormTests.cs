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
        Assert.Equal(["", "bold", "careful"], page.FindAll("#field-template option").Select(option => option.GetAttribute("value")));
        await page.Find("#field-template").ChangeAsync(new() { Value = "bold" });
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
    public async Task What_was_retired_meanwhile_is_refused_by_name()
    {
        await OfferAsync();
        var page = Open("?release=1");
        await page.Find(".new__form").SubmitAsync();
        await GiveAsync("ben", new PlanCommand.Retire(s_careful));
        await page.Find("dialog form").SubmitAsync();
        Assert.Contains("template.name", page.Find("#form-errors").TextContent, StringComparison.Ordinal);
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
        await page.Find("#field-template").ChangeAsync(new() { Value = "careful" });
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

    private async Task InForceAsync(PlanKey key, string body)
    {
        await GiveAsync("ben", new PlanCommand.Propose(key, body, null));
        await GiveAsync("carl", new PlanCommand.Approve(key, 1));
    }

    private async Task GiveAsync(string by, PlanCommand command) =>
        Assert.IsType<CommandAnswer.Applied>(await _world.Sluice.SendAsync(TenantId.Default, command, new CommandContext(Actor.Person(by)), Ct));
}
