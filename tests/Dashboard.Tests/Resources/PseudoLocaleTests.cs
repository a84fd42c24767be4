using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Approvals;
using Sluice.Dashboard.Fleet;
using Sluice.Dashboard.Freezes;
using Sluice.Dashboard.NewDeployment;
using Sluice.Dashboard.Notices;
using Sluice.Dashboard.Palette;
using Sluice.Dashboard.Replay.Incidents;
using Sluice.Dashboard.Resources;
using Sluice.Dashboard.Services;
using Sluice.Dashboard.Tests.Deployments;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Dashboard.Tests.Replay;
using Sluice.Dashboard.Vitals;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Incidents;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Tests.Resources;

/// <summary>Pages in a language that nobody speaks: what is not marked as translated was not asked of the resources.</summary>
public sealed class PseudoLocaleTests : IAsyncDisposable
{
    // Verdicts and reasons are recorded as sentences, in English.
    private const string Recorded = ".verdict__sentence, .verdict__sentence *, .releases__name, .event__text, .deployment__state *, .changes__value, .trace *, .markdown, .markdown *, .scrubber__where";

    // What the rules said of a freeze, a paused engine or a check.
    private const string Said = "[data-recorded], .muted, .frozen *, .tocome__name";

    private readonly ConsoleWorld _world = new(services =>
    {
        services.AddApprovals();
        services.AddNotices();
        services.AddSingleton<IStringLocalizer<Texts>, PseudoTexts>();
    });

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public void The_scan_finds_words_that_are_not_translated()
    {
        var page = _world.Console.Render(builder => builder.AddMarkupContent(0, "<p>⟦Fine⟧</p><p>shop 12 ms</p><p>Plain words</p>"));
        Assert.Equal(["Plain words"], PseudoTexts.Untranslated(page.Nodes));
    }

    [Fact]
    public async Task Every_page_speaks_from_the_resources_alone()
    {
        await _world.GoLiveAsync("shop");
        await _world.FinishAsync(await _world.StartAsync("shop"));
        await _world.StartAsync("shop", stable: 2);
        Assert.Empty(PseudoTexts.Untranslated(_world.Open<FleetPage>("/fleet").Nodes));
        Assert.Empty(PseudoTexts.Untranslated(_world.Open<ServicePage>("/s/shop?compare=1%2C2", parameters => parameters.Add(page => page.Name, "shop")).Nodes));
        Assert.Empty(PseudoTexts.Untranslated(_world.Open<HealthPage>("/health").Nodes));
        Assert.Empty(PseudoTexts.Untranslated(_world.Open<DeclareServicePage>("/services/new").Nodes));
        Assert.Empty(PseudoTexts.Untranslated(_world.Open<CommandPalette>("/fleet").Nodes));
    }

    [Fact]
    public async Task So_do_the_forms_the_log_and_what_stands_around_every_page()
    {
        await _world.GoLiveAsync("shop");
        await _world.Sluice.PauseEngineAsync(TenantId.Default, new(Actor.Person("ada"), "shop"), DeploymentScene.Ct);
        await _world.Sluice.DeclareFreezeAsync(TenantId.Default, new("shop"), new(Actor.Person("ada"), "shop"), DeploymentScene.Ct);
        _world.Sluice.Audit.Add("ada", "promote", "shop-1", reason: "shop");
        _world.Sluice.Audit.Change(line => line with { Against = "inconclusive", At = _world.Clock.GetUtcNow() });
        Assert.Empty(PseudoTexts.Untranslated(_world.Open<NewDeploymentPage>("/s/shop/new", parameters => parameters.Add(page => page.Service, "shop")).Nodes, Said));
        Assert.Empty(PseudoTexts.Untranslated(_world.Open<FreezesPage>("/settings/freezes").Nodes, Said));
        Assert.Empty(PseudoTexts.Untranslated(_world.Open<HealthPage>("/health").Nodes, Said));
        Assert.Empty(PseudoTexts.Untranslated(_world.Console.Render<EngineStrip>().Nodes, Said));
        Assert.Empty(PseudoTexts.Untranslated(_world.Console.Render<ServiceCalendar>(parameters => parameters.Add(calendar => calendar.Service, _world.Sluice.Services(TenantId.Default)[0].State)).Nodes, Said));
        _world.Console.Services.GetRequiredService<CurrentActor>().Is(Principals.Bootstrap(TenantId.Default, "Ben", string.Empty, "test"));
        await _world.Sluice.DescribeServiceAsync(TenantId.Default, ConsoleWorld.Shop, new() { Owners = ["Ben"] }, new(Actor.Person("ada")), DeploymentScene.Ct);
        var bell = _world.Console.Render<Bell>();
        Assert.NotEmpty(bell.FindAll("[data-notice]"));
        Assert.Empty(PseudoTexts.Untranslated(bell.Nodes, Said));
    }

    [Fact]
    public async Task The_pages_of_reviews_speak_from_the_resources_alone_but_for_the_sentences_of_the_record()
    {
        using var scene = new ReplayScene();
        scene.Now.Console.Services.AddSingleton<IStringLocalizer<Texts>, PseudoTexts>();
        await scene.Now.JudgedAsync(errors: 50, runs: 2);
        await scene.Now.OrderAsync(new DeploymentCommand.AddNote("shop"));
        IncidentCommand open = new IncidentCommand.Open("shop", IncidentSeverity.Major, [DeploymentScene.Id]);
        await ((ICommandBus)scene.Now.Sluice).SendAsync(TenantId.Default, open, new(Actor.Person("ada")), DeploymentScene.Ct);
        Assert.Empty(PseudoTexts.Untranslated(scene.Open().Nodes, Recorded));
        scene.Get<NavigationManager>().NavigateTo("/incidents");
        Assert.Empty(PseudoTexts.Untranslated(scene.Now.Console.Render<IncidentsPage>().Nodes, Recorded));
        scene.Get<NavigationManager>().NavigateTo("/incidents/i1");
        Assert.Empty(PseudoTexts.Untranslated(scene.Now.Console.Render<IncidentPage>(parameters => parameters.Add(page => page.Incident, "i1")).Nodes, Recorded));
    }
}
