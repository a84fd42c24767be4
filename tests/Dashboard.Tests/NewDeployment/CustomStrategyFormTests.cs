using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.NewDeployment;
using Sluice.Dashboard.Tests.Fakes;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Strategies;

namespace Sluice.Dashboard.Tests.NewDeployment;

/// <summary>A custom strategy is chosen and filled in as any other, and its plan is shown before it is asked for.</summary>
public sealed class CustomStrategyFormTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world;
    private StrategyBook _book = FakeStrategy.Book();

    public CustomStrategyFormTests() => _world = new(services => services.AddSingleton(_ => _book));

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task It_is_offered_with_its_parameters_and_the_deployment_has_its_plan_and_says_who_wrote_it()
    {
        var page = await OpenAsync();
        Assert.Empty(page.FindAll("[id^=field-parameters]"));
        Choose(page, "A fake");
        Assert.Contains("For tests. It writes plans of the strategy Canary.", page.Find("[data-custom=fake]").TextContent, StringComparison.Ordinal);
        Assert.Equal("3m", page.Find("#field-parameters-hold").GetAttribute("placeholder"));
        page.Find("#field-parameters-share").Change("40");
        page.Find("#field-parameters-mood").Change("bold");
        page.FindAll(".tick").Single(tick => tick.TextContent.Contains("Ask first", StringComparison.Ordinal)).QuerySelector("input")!.Change(true);
        page.Find(".new__form").Submit();
        await page.Find("dialog form").SubmitAsync();

        var spec = (await _world.FindAsync(DeploymentId.Of(ConsoleWorld.Shop, 2))).Spec;
        Assert.Equal([40m, 100m], spec.Plan.Phases.Select(phase => phase.Share.Percent));
        Assert.True(spec.Plan.Phases[0].NeedsApproval);
        Assert.Equal(new("fake", "1.0", [new("share", "40"), new("hold", "3m"), new("mood", "bold"), new("ask", "true")]), spec.Custom);

        var again = FormOf.Deployment(spec, FakeStrategy.Book());
        var service = (await _world.Sluice.FindServiceAsync(TenantId.Default, ConsoleWorld.Shop, Xunit.TestContext.Current.CancellationToken))!.State;
        Assert.Equal(spec.Custom, DeploymentCheck.Of(again, service, FakeStrategy.Book()).Request.Custom);

        // Without the strategy its plan is asked for as it was.
        var plain = DeploymentCheck.Of(FormOf.Deployment(spec), service).Request;
        Assert.Null(plain.Custom);
        Assert.Equal([40m, 100m], plain.Plan.Phases.Select(phase => phase.Share!.Value));
    }

    [Fact]
    public async Task A_value_out_of_range_is_told_at_its_field()
    {
        var page = await OpenAsync();
        Choose(page, "A fake");
        page.Find("#field-parameters-share").Change("12.5");
        page.Find(".new__form").Submit();
        Assert.Contains("a whole number from 1 to 99", page.Find("#field-parameters-share-error").TextContent, StringComparison.Ordinal);
        Choose(page, "Canary");
        Assert.Empty(page.FindAll("#field-parameters-share"));
    }

    [Fact]
    public async Task A_plug_in_that_fails_is_named_and_no_plan_is_made_up()
    {
        _book = FakeStrategy.Book(_ => throw new InvalidOperationException("out of order"));
        var page = await OpenAsync();
        Choose(page, "A fake");
        page.Find(".new__form").Submit();
        Assert.Contains("fake 1.0", page.Find(".field__error").TextContent, StringComparison.Ordinal);
        Assert.Contains("InvalidOperationException: out of order", page.Find(".field__error").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".stepchart__summary"));
        Assert.Empty(page.FindAll("dialog form"));
    }

    [Fact]
    public void A_draft_of_a_strategy_that_is_gone_is_kept_and_refused_with_those_there_are()
    {
        var form = new DeploymentForm { Strategy = "gone", BuildsOn = "canary", Parameters = [new() { Name = "share", IsNumber = true, Text = "5" }] };
        using var console = new ConsoleContext();
        Assert.Contains("has no strategy gone", console.Render<PlanFields>(parameters => parameters.Add(fields => fields.Form, form)).Markup, StringComparison.Ordinal);
    }

    private static void Choose(IRenderedComponent<NewDeploymentPage> page, string title) =>
        page.FindAll("button.choice").First(choice => choice.TextContent == title).Click();

    private async Task<IRenderedComponent<NewDeploymentPage>> OpenAsync()
    {
        await _world.GoLiveAsync("shop");
        return _world.Open<NewDeploymentPage>("/s/shop/new?release=1", parameters => parameters.Add(page => page.Service, "shop"));
    }
}
