using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Access.Settings;
using Sluice.Dashboard.Api.Telemetry;
using Sluice.Dashboard.Approvals;
using Sluice.Dashboard.Audit;
using Sluice.Dashboard.Fleet;
using Sluice.Dashboard.Freezes;
using Sluice.Dashboard.NewDeployment;
using Sluice.Dashboard.Notices;
using Sluice.Dashboard.Notifications;
using Sluice.Dashboard.Palette;
using Sluice.Dashboard.Replay.Bundles;
using Sluice.Dashboard.Replay.Incidents;
using Sluice.Dashboard.Resources;
using Sluice.Dashboard.Services;
using Sluice.Dashboard.Settings;
using Sluice.Dashboard.Settings.Plans;
using Sluice.Dashboard.Shell;
using Sluice.Dashboard.Tests.Access;
using Sluice.Dashboard.Tests.Deployments;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Dashboard.Tests.Replay;
using Sluice.Dashboard.Vitals;
using Sluice.Dashboard.Vitals.Beacons;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Incidents;
using Sluice.Domain.Services;
using Sluice.Domain.Settings;
using Sluice.Domain.Traffic;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics.Sources;
using Sluice.Engine.Projections;

namespace Sluice.Dashboard.Tests.Resources;

/// <summary>Pages in a language that nobody speaks: what is not marked as translated was not asked of the resources.</summary>
public sealed class PseudoLocaleTests : IAsyncDisposable
{
    // Verdicts and reasons are recorded as sentences, in English.
    private const string Recorded = ".verdict__sentence, .verdict__sentence *, .releases__name, .event__text, .deployment__state *, .changes__value, .trace *, .markdown, .markdown *, .scrubber__where";

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
    public async Task So_does_the_page_of_health_with_sources_answers_and_drift()
    {
        var place = new PlaceKey(TenantId.Default, ConsoleWorld.Shop, ConsoleWorld.Production);
        _world.Sources.Known.AddRange(Enum.GetValues<SourceKind>().SelectMany(kind => Enum.GetValues<SourceState>(), (kind, state) => new SourceStatus(new(kind, place with { Service = new(state switch { SourceState.Ill => "shop", SourceState.Well => "next", _ => "ada" }) }), state, LastGood: null, state == SourceState.Ill ? "It is gone." : null, Within: null)));
        _world.Sluice.See(new PlaceStatus(place, _world.Clock.GetUtcNow()) { Applied = new([new(1, Share.All)], _world.Clock.GetUtcNow()), Set = [new(2, Share.All)], RouteProblem = "It is gone." });
        _world.Console.Services.GetRequiredService<BeaconBook>().Take([new(BeaconKind.EventToPixel, TimeSpan.FromSeconds(1)), new(BeaconKind.Reconnect, TimeSpan.FromSeconds(1))]);
        _world.Console.Services.GetRequiredService<CircuitCount>().Add(1);
        var page = _world.Open<HealthPage>("/health");
        page.WaitForElement("[data-reader]");
        foreach (var answer in (SourceAnswer[])[new SourceAnswer.Counted(default, [new("1", 2, 1, 0)]), new SourceAnswer.Counted(default, []), new SourceAnswer.Told(default, [new("shop", "shop", new([2, 1], [], double.NaN), null), new("shop", "shop", null, "It is gone.")]), new SourceAnswer.Told(default, []), new SourceAnswer.Failed(default, "It is gone.")])
        {
            _world.Sources.Answer = new();
            _world.Sources.Answer.SetResult(answer);
            await page.Find("[data-source] button").ClickAsync(new());
            Assert.NotEmpty(page.FindAll("[data-source] [role=status] p"));
            Assert.Empty(PseudoTexts.Untranslated(page.Nodes));
        }
    }

    [Fact]
    public async Task So_do_the_forms_the_log_and_what_stands_around_every_page()
    {
        await _world.GoLiveAsync("shop");
        await _world.Sluice.PauseEngineAsync(TenantId.Default, new(Actor.Person("ada"), "shop"), DeploymentScene.Ct);
        await _world.Sluice.DeclareFreezeAsync(TenantId.Default, new("shop"), new(Actor.Person("ada"), "shop"), DeploymentScene.Ct);
        _world.Sluice.Audit.Add("ada", "promote", "shop-1", reason: "shop");
        _world.Sluice.Audit.Change(line => line with { Against = "inconclusive", At = _world.Clock.GetUtcNow() });
        Assert.Empty(PseudoTexts.Untranslated(_world.Open<NewDeploymentPage>("/s/shop/new", parameters => parameters.Add(page => page.Service, "shop")).Nodes));
        Assert.Empty(PseudoTexts.Untranslated(_world.Open<FreezesPage>("/settings/freezes").Nodes));
        Assert.Empty(PseudoTexts.Untranslated(_world.Open<ChannelsPage>("/settings/channels").Nodes));
        await _world.Sluice.SendAsync(TenantId.Default, new SettingsCommand.PostBanner("shop"), new(Actor.Person("ada")), DeploymentScene.Ct);
        await _world.Sluice.SendAsync(TenantId.Default, new SettingsCommand.ShareView(new("shop", "shop") { Text = "shop" }), new(Actor.Person("ada")), DeploymentScene.Ct);
        Assert.Empty(PseudoTexts.Untranslated(_world.Open<SettingsPage>("/settings").Nodes));
        Assert.Empty(PseudoTexts.Untranslated(_world.Open<ConsolePage>("/settings/console").Nodes));
        Assert.Empty(PseudoTexts.Untranslated(_world.Open<TeamViewsPage>("/settings/views").Nodes));
        await _world.Sluice.SendAsync(TenantId.Default, new PlanCommand.Propose(new("shop", "shop"), """{"plan":{"kind":"linear","steps":3}}""", "shop"), new(Actor.Person("ada")), DeploymentScene.Ct);
        Assert.Empty(PseudoTexts.Untranslated(_world.Open<PlansPage>("/settings/plans").Nodes));
        Assert.Empty(PseudoTexts.Untranslated(_world.Open<PlansPage>("/settings/plans?plan=shop%2Fshop").Nodes));
        Assert.Empty(PseudoTexts.Untranslated(_world.Console.Render<BannerStrip>().Nodes));
        Assert.Empty(PseudoTexts.Untranslated(_world.Open<HealthPage>("/health").Nodes));
        Assert.Empty(PseudoTexts.Untranslated(_world.Console.Render<EngineStrip>().Nodes));
        Assert.Empty(PseudoTexts.Untranslated(_world.Console.Render<ServiceCalendar>(parameters => parameters.Add(calendar => calendar.Service, _world.Sluice.Services(TenantId.Default)[0].State)).Nodes));
        _world.Console.Services.GetRequiredService<CurrentActor>().Is(Principals.Bootstrap(TenantId.Default, "Ben", string.Empty, "test"));
        await _world.Sluice.DescribeServiceAsync(TenantId.Default, ConsoleWorld.Shop, new() { Owners = ["Ben"] }, new(Actor.Person("ada")), DeploymentScene.Ct);
        var bell = _world.Console.Render<Bell>();
        Assert.NotEmpty(bell.FindAll("[data-notice]"));
        Assert.Empty(PseudoTexts.Untranslated(bell.Nodes));
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
        Assert.Empty(PseudoTexts.Untranslated(scene.Now.Console.Render<OpenReviewPage>().Nodes));
        scene.Import(await scene.BundleAsync());
        Assert.Empty(PseudoTexts.Untranslated(scene.Now.Console.Render<OpenReviewPage>().Nodes));
        Assert.Empty(PseudoTexts.Untranslated(scene.OpenImported().Nodes, Recorded));
        Assert.Empty(PseudoTexts.Untranslated(scene.OpenImported(key: "gone").Nodes));
    }

    [Theory]
    [InlineData("")]
    [InlineData("events")]
    [InlineData("plan")]
    [InlineData("operations")]
    [InlineData("instances")]
    [InlineData("notes")]
    public async Task So_does_a_deployment_while_a_question_is_open(string tab)
    {
        using var scene = new ReplayScene();
        scene.Now.Console.Services.AddSingleton<IStringLocalizer<Texts>, PseudoTexts>();
        await scene.Now.JudgedAsync(errors: 50, runs: 2, DeploymentScene.Canary with { Rollback = new() { ManualApproval = true } });
        await scene.Now.OrderAsync(new DeploymentCommand.AddNote("shop"));
        scene.Get<NavigationManager>().NavigateTo($"/s/shop/d/2?tab={tab}");
        Assert.Empty(PseudoTexts.Untranslated(scene.Now.Open().Nodes, Recorded));
        Assert.Empty(PseudoTexts.Untranslated(scene.Now.Open("7").Nodes));
    }

    [Theory]
    [InlineData("/approvals")]
    [InlineData("/approvals?tab=open&gate=shop-2:g1")]
    [InlineData("/approvals?tab=answered")]
    [InlineData("/approvals?tab=mentions")]
    public async Task So_does_the_inbox(string address)
    {
        using var scene = new DeploymentScene();
        scene.Console.Services.AddSingleton<IStringLocalizer<Texts>, PseudoTexts>();
        scene.Console.Services.AddSingleton<IGateQueries>(scene.Sluice);
        scene.Console.Services.AddSingleton<IMentionQueries>(scene.Sluice);
        scene.Console.Services.AddApprovals();
        scene.Console.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        Assert.Empty(PseudoTexts.Untranslated(scene.Console.Render<ApprovalsPage>().Nodes));
        await scene.JudgedAsync(errors: 50, runs: 2, DeploymentScene.Canary with { Rollback = new() { ManualApproval = true } });
        Assert.Empty(PseudoTexts.Untranslated(scene.Console.Render<ApprovalsPage>().Nodes, Recorded));
    }

    [Fact]
    public void So_does_the_log_of_everything()
    {
        Assert.Empty(PseudoTexts.Untranslated(_world.Open<AuditPage>("/audit").Nodes));
        _world.Sluice.Audit.Add("ada", "promote", "shop-1", reason: "shop");
        var page = _world.Open<AuditPage>("/audit");
        page.Find(".audit__toggle").Click();
        page.Find(".audit__integrity button").Click();
        Assert.Empty(PseudoTexts.Untranslated(page.Nodes));
        Assert.Empty(PseudoTexts.Untranslated(_world.Open<AuditPage>("/audit?actor=nobody").Nodes));
    }

    [Fact]
    public async Task So_do_accounts_and_the_way_in()
    {
        using var scene = new AccountScene(services => services.AddSingleton<IStringLocalizer<Texts>, PseudoTexts>());
        scene.SignIn();
        Assert.Empty(PseudoTexts.Untranslated(scene.Open<SignInPage>(SignInPage.Path).Nodes));
        Assert.Empty(PseudoTexts.Untranslated(scene.Open<AccessPage>(AccessPage.Path).Nodes));
        Assert.Empty(PseudoTexts.Untranslated(scene.Open<MePage>(MePage.Path).Nodes));
        var ada = await scene.AddAsync("ada", new RoleGrant(Role.Viewer));
        await scene.AddTokenAsync("shop", ada, new RoleGrant(Role.Viewer));
        scene.SignIn(ada);
        Assert.Empty(PseudoTexts.Untranslated(scene.Open<SignInPage>(SignInPage.Path + "?refused=1").Nodes));
        Assert.Empty(PseudoTexts.Untranslated(scene.Open<AccessPage>(AccessPage.Path).Nodes));
        Assert.Empty(PseudoTexts.Untranslated(scene.Open<MePage>(MePage.Path).Nodes));
        Assert.Empty(PseudoTexts.Untranslated(scene.Open<NotFoundPage>("/not-found").Nodes));
        Assert.Empty(PseudoTexts.Untranslated(scene.Open<ErrorPage>("/error").Nodes));
    }
}
