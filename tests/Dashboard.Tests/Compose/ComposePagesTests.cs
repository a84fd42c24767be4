using AngleSharp.Dom;
using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Compose;
using Sluice.Dashboard.Resources;
using Sluice.Dashboard.Tests.Fakes;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Dashboard.Tests.Resources;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Applications;
using Sluice.Domain.Compose;
using Sluice.Domain.Services;
using Sluice.Engine.Applications;
using Sluice.Engine.Commands;
using Sluice.Engine.Compose;
using Sluice.Engine.Workloads;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Dashboard.Tests.Compose;

/// <summary>The pages that look through a Compose file, take it live, and follow the application.</summary>
public sealed class ComposePagesTests : IAsyncDisposable
{
    private const string File = """
        services:
          web: {image: 'web:1', ports: ['8080:80'], depends_on: {db: {condition: service_healthy}}}
          db: {image: 'db:1', expose: [80], volumes: ['data:/a']}
        volumes: {data: }
        """;

    private readonly ConsoleWorld _world = new(Register);

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public void The_page_takes_a_file_by_HTTP_and_not_through_the_circuit()
    {
        var page = _world.Open<ComposePage>("/compose");
        Assert.NotNull(page.Find("[data-compose] textarea[name=file]"));
        Assert.NotNull(page.Find("[data-compose] input[type=file]"));
        Assert.Empty(page.FindAll("[data-compose] [blazor\\:onchange], [data-compose] [blazor\\:oninput]"));
        Assert.Contains("No file was taken live yet.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_review_shows_the_plan_and_every_key()
    {
        var page = Review(File);
        Assert.Contains("2 services would be deployed, 0 run as it says", page.Find(".callout--success").TextContent, StringComparison.Ordinal);
        Assert.Equal(["shop-db", "shop-web"], page.FindAll("[data-plan] strong").Select(one => one.TextContent));
        Assert.Equal("Volume shop_data: the engine makes it if it is missing.", page.Find("[data-volume]").TextContent);
        Assert.Equal("When shop-db is ready.", page.Find("[data-plan=web] [data-after]").TextContent);
        Assert.Contains("Port 8080 of the host is not opened.", page.Find("[data-report=Translated]").TextContent, StringComparison.Ordinal);
        Assert.NotEmpty(page.FindAll("[data-warning]"));
    }

    [Fact]
    public void What_is_refused_comes_first_with_its_line_and_nothing_can_be_taken_live()
    {
        var page = Review("services:\n  web:\n    image: web:1\n    privileged: true\n    ports: [x]\n");
        Assert.Equal("2", page.Find("[data-refused]").GetAttribute("data-refused"));
        Assert.Equal(["4:5", "5:13"], page.FindAll(".card")[0].QuerySelectorAll("tbody tr td:first-child").Select(one => one.TextContent));
        Assert.DoesNotContain(page.FindAll("button.button--primary"), button => button.TextContent == "Take the application live" && button.Closest("dialog") is null);
    }

    [Fact]
    public async Task Where_nothing_is_to_be_done_it_says_so_and_leads_back()
    {
        var page = await RunningAsync();
        Assert.DoesNotContain(page.FindAll("button.button--primary"), button => button.Closest("dialog") is null);
        Assert.StartsWith("There is nothing to take live.", page.Find("[data-nothing] p").TextContent, StringComparison.Ordinal);
        Assert.Equal("/compose", page.Find("[data-nothing] a").GetAttribute("href"));
        Assert.Empty(page.FindAll("[data-plan]"));
    }

    [Fact]
    public void A_file_that_is_no_YAML_says_where() => Assert.Contains("This is no YAML", Review("a: [1, 2").Find(".card table").TextContent, StringComparison.Ordinal);

    [Fact]
    public void A_draft_of_somebody_else_is_not_there()
    {
        var draft = Shelf.Add(TenantId.Default, "ben", Request(File));
        Assert.Contains("This file is not here any more", _world.Open<ComposeReviewPage>($"/compose/{draft}", parameters => parameters.Add(page => page.Key, draft)).Markup, StringComparison.Ordinal);
        Assert.Null(Shelf.Find(draft, new TenantId("acme"), "ben"));
        Assert.NotNull(Shelf.Find(draft, TenantId.Default, "ben"));
    }

    [Fact]
    public void Long_files_push_out_the_oldest_long_before_they_fill_the_memory()
    {
        var drafts = Enumerable.Range(0, 100).Select(i => Shelf.Add(TenantId.Default, $"person-{i}", Request(new string('#', 200_000)))).ToList();
        Assert.Equal(Enumerable.Range(20, 80), Enumerable.Range(0, 100).Where(i => Shelf.Find(drafts[i], TenantId.Default, $"person-{i}") is not null));
    }

    [Fact]
    public async Task To_take_it_live_is_asked_once_and_leads_to_the_application()
    {
        var page = Review(File);
        page.FindAll("button.button--primary").First(button => button.Closest("dialog") is null).Click();
        Assert.Contains("Take shop live?", page.Find("dialog").TextContent, StringComparison.Ordinal);
        await page.Find("dialog form").SubmitAsync();

        var rollout = Assert.Single((await _world.Sluice.FindApplicationsAsync(TenantId.Default, Ct)).State.Newest);
        Assert.Equal(("ada", RolloutStatus.Running, 2), (rollout.By.Name, rollout.Status, rollout.Steps.Count));
        Assert.EndsWith("/applications/shop", _world.Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal("Running", _world.Open<ComposePage>("/compose").Find("[data-rollout]").TextContent);
    }

    [Fact]
    public async Task Who_may_not_declare_services_is_told_so_in_the_dialog()
    {
        _world.Granted.Held = [new RoleGrant(Role.Operator)];
        var page = Review(File);
        page.FindAll("button.button--primary").First(button => button.Closest("dialog") is null).Click();
        await page.Find("dialog form").SubmitAsync();
        Assert.NotEmpty(page.Find("dialog [role=alert]").TextContent);
        Assert.Empty((await _world.Sluice.FindApplicationsAsync(TenantId.Default, Ct)).State.Newest);
    }

    [Fact]
    public async Task The_application_is_followed_from_waiting_to_held_and_can_be_cancelled()
    {
        var page = await FollowedAsync();
        Assert.Equal("Waiting", page.Find("[data-service=shop-web] [data-step]").TextContent);
        Assert.Contains("shop-db must be ready.", page.Find("[data-service=shop-web]").TextContent, StringComparison.Ordinal);

        await SayAsync(new ApplicationCommand.ReportStarted(new("shop"), 1, new("shop-db"), new("shop-db-1")));
        page.WaitForAssertion(() => Assert.Equal("/s/shop-db/d/1", page.Find("[data-service=shop-db] [data-step=Deploying]").Closest("tr")!.QuerySelectorAll("a")[1].GetAttribute("href")));
        await SayAsync(new ApplicationCommand.Report(new("shop"), 1, [new(new("shop-db"), null, "shop-db-1 ended failed: no disk.", [])]));
        page.WaitForAssertion(() => Assert.Equal("Held", page.Find("[data-rollout]").TextContent));
        Assert.Equal("shop-web waits for what failed. shop-db: shop-db-1 ended failed: no disk.", page.Find("[data-why]").TextContent);

        page.Find(".page__acts button").Click();
        page.Find("dialog .input").Input("not today");
        await page.Find("dialog form").SubmitAsync();
        page.WaitForAssertion(() => Assert.Equal("Cancelled", page.Find("[data-rollout]").TextContent));
        Assert.Empty(page.FindAll(".page__acts"));
    }

    [Fact]
    public void An_application_that_there_is_not_says_so() => Assert.Contains("There is no such application", Application().Markup, StringComparison.Ordinal);

    [Fact]
    public async Task The_pages_speak_from_the_resources_alone_but_for_the_sentences_of_the_domain()
    {
        const string Domains = "[data-recorded], [data-recorded] *, [data-warning], [data-plan] > strong, [data-service] a";
        await using var pseudo = new Disposing(new(services =>
        {
            Register(services);
            services.AddSingleton<IStringLocalizer<Texts>, PseudoTexts>();
        }));
        var draft = pseudo.World.Console.Services.GetRequiredService<ComposeShelf>().Add(TenantId.Default, "ada", Request(File));
        var preview = pseudo.World.Console.Services.GetRequiredService<ComposeDesk>().Preview(TenantId.Default, Request(File));
        Assert.Empty(PseudoTexts.Untranslated(pseudo.World.Open<ComposeReviewPage>($"/compose/{draft}", parameters => parameters.Add(page => page.Key, draft)).Nodes, Domains));
        await ((ICommandBus)pseudo.World.Sluice).SendAsync(TenantId.Default, preview.Start!, new(Actor.Person("ada")), Ct);
        Assert.Empty(PseudoTexts.Untranslated(pseudo.World.Open<ComposePage>("/compose").Nodes, Domains));
        Assert.Empty(PseudoTexts.Untranslated(pseudo.World.Open<ApplicationPage>("/applications/shop", parameters => parameters.Add(page => page.Name, "shop")).Nodes, Domains));
    }

    private ComposeShelf Shelf => _world.Console.Services.GetRequiredService<ComposeShelf>();

    private static void Register(IServiceCollection services)
    {
        services.AddComposePages();
        services.AddSingleton(new WorkloadRuntimes([new FakeRuntime("a line") { Kind = RuntimeKind.Container }]));
        services.AddSingleton<ComposeDesk>();
        services.AddSingleton<RolloutSights>();
    }

    private static ComposeRequest Request(string file) => new(file, new EnvironmentName("production"), ComposeAlong.Nothing with { Application = "shop" });

    private IRenderedComponent<ComposeReviewPage> Review(string file)
    {
        var draft = Shelf.Add(TenantId.Default, "ada", Request(file));
        return _world.Open<ComposeReviewPage>($"/compose/{draft}", parameters => parameters.Add(page => page.Key, draft));
    }

    /// <summary>The review of a file whose only service runs as it says.</summary>
    private async Task<IRenderedComponent<ComposeReviewPage>> RunningAsync()
    {
        const string Alone = "services: {web: {image: 'web:1', ports: ['8080:80']}}";
        await SayAsync(_world.Console.Services.GetRequiredService<ComposeDesk>().Preview(TenantId.Default, Request(Alone)).Start!);
        await _world.FinishAsync(await _world.StartAsync("shop-web", stable: null, shape: request => request with { Release = 1, NewRelease = null }));
        return Review(Alone);
    }

    private IRenderedComponent<ApplicationPage> Application() => _world.Open<ApplicationPage>("/applications/shop", parameters => parameters.Add(page => page.Name, "shop"));

    private async Task<IRenderedComponent<ApplicationPage>> FollowedAsync()
    {
        await SayAsync(_world.Console.Services.GetRequiredService<ComposeDesk>().Preview(TenantId.Default, Request(File)).Start!);
        return Application();
    }

    private async Task SayAsync(ApplicationCommand command)
    {
        Assert.IsType<CommandAnswer.Applied>(await ((ICommandBus)_world.Sluice).SendAsync(TenantId.Default, command, new(Actor.Person("ada")), Ct));
        _world.Clock.Advance(TimeSpan.FromSeconds(1));
    }

    private sealed record Disposing(ConsoleWorld World) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => World.Console.DisposeAsync();
    }
}
