using Bunit;
using Sluice.Dashboard.Services;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Tests.Services;

public sealed class ServicePageTests : IAsyncDisposable
{
    private readonly ConsoleWorld _world = new();

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task An_unknown_service_names_those_that_exist()
    {
        await _world.DeclareAsync("shop", "production");
        var page = Open("shoop");
        Assert.Equal("/s/shop", page.Find(".known a").GetAttribute("href"));
        Assert.Equal("/services/new?name=shoop", page.Find(".empty > a").GetAttribute("href"));
    }

    [Fact]
    public async Task Nothing_deployed_yet_says_what_to_do_first()
    {
        await _world.DeclareAsync("shop", "production");
        var page = Open("shop");
        Assert.Equal("Nothing is live", page.Find(".now__release").TextContent.Trim());
        Assert.Contains("No release yet", page.Markup, StringComparison.Ordinal);
        Assert.Contains("Nothing was deployed yet", page.Markup, StringComparison.Ordinal);
        Assert.NotNull(page.Find("details.addrelease[open]"));
    }

    [Fact]
    public async Task Who_looks_after_it_is_said_changed_and_drawn_at_once()
    {
        await _world.DeclareAsync("shop", "production");
        var page = Open("shop");
        Assert.Equal("Nobody said who looks after it.", page.Find(".profile p").TextContent);

        await page.Find(".profile button").ClickAsync();
        page.Find("#field-team").Change("Pay Ments");
        page.Find("#field-runbook").Change("wiki");
        await page.Find(".profile form").SubmitAsync();
        Assert.Equal(2, page.FindAll(".profile .field__error").Count);

        page.Find("#field-team").Change("payments");
        page.Find("#field-owners").Change("Mia\nBen");
        page.Find("#field-runbook").Change("https://wiki.example/shop");
        await page.Find(".profile form").SubmitAsync();
        _world.Clock.Advance(TimeSpan.FromMilliseconds(250));
        page.WaitForAssertion(() => Assert.Equal("/fleet?q=team:payments", page.Find(".profile dd a").GetAttribute("href")));
        Assert.Contains("Mia, Ben", page.Find(".profile").TextContent, StringComparison.Ordinal);
        Assert.Equal(("https://wiki.example/shop", "noreferrer"), (page.Find(".profile dd a[target]").GetAttribute("href"), page.Find(".profile dd a[target]").GetAttribute("rel")));
    }

    [Fact]
    public async Task A_frozen_place_says_so()
    {
        await _world.GoLiveAsync("shop");
        await _world.Sluice.DeclareFreezeAsync(Domain.TenantId.Default, new("year end"), new(Domain.Actor.Person("ann")), Xunit.TestContext.Current.CancellationToken);
        Assert.Equal("Frozen by ann until somebody lifts it: year end.", Open("shop").Find(".now .frozen").TextContent.Trim());
    }

    [Fact]
    public async Task A_release_whose_image_is_gone_says_so()
    {
        await _world.GoLiveAsync("shop");
        var (name, at, ct) = (ServiceName.From("shop"), new DateTimeOffset(2026, 1, 5, 9, 30, 0, TimeSpan.Zero), Xunit.TestContext.Current.CancellationToken);
        var version = (await _world.Sluice.FindServiceAsync(TenantId.Default, name, ct))!.Version;
        await _world.Sluice.AppendAsync(new(TenantId.Default, at, [new(name.Stream, "service", version, [new ServiceEvent.ImageGone("shop:1", [1]) { Origin = new(at, Actor.Engine) }])], null, null), ct);
        Assert.Equal("Its image is not kept any more (since 2026-01-05 09:30:00 UTC). A deployment fetches it again first.", Assert.Single(Open("shop").FindAll("[data-gone]")).TextContent);
    }

    [Fact]
    public async Task A_release_says_what_its_tag_stood_for()
    {
        await _world.GoLiveAsync("shop");
        var (name, at, ct) = (ServiceName.From("shop"), new DateTimeOffset(2026, 1, 5, 9, 30, 0, TimeSpan.Zero), Xunit.TestContext.Current.CancellationToken);
        var version = (await _world.Sluice.FindServiceAsync(TenantId.Default, name, ct))!.Version;
        await _world.Sluice.AppendAsync(new(TenantId.Default, at, [new(name.Stream, "service", version, [new ServiceEvent.ImageResolved(1, "abc", "sha256:0123456789abcdef") { Origin = new(at, Actor.Engine) }])], null, null), ct);
        var said = Assert.Single(Open("shop").FindAll("[data-resolved]"));
        Assert.Equal(("Its tag stood for sha256:0123456789ab…, and that is what it runs.", "sha256:0123456789abcdef"), (said.TextContent, said.GetAttribute("title")));
    }

    [Fact]
    public async Task While_one_is_active_a_new_one_waits_behind_it()
    {
        await _world.GoLiveAsync("shop");
        var id = await _world.StartAsync("shop");
        var page = Open("shop");

        Assert.Contains($"{id} is active here.", page.Find(".service__new button[disabled]").TextContent, StringComparison.Ordinal);
        Assert.Equal($"Queue after {id}", page.Find(".service__new a").TextContent);
        Assert.Equal("Baking", page.Find(".now__head .badge").TextContent);
        Assert.Equal(["Baking", "Promoted"], page.FindAll(".history .badge").Select(badge => badge.TextContent));
    }

    [Fact]
    public async Task Going_back_needs_a_reason_and_leads_to_the_new_deployment()
    {
        await _world.GoLiveAsync("shop");
        await _world.FinishAsync(await _world.StartAsync("shop"));
        var page = Open("shop");
        page.FindAll(".now__actions button").Single().Click();
        Assert.Contains("from #2 back to #1", page.Find(".dialog__consequence").TextContent, StringComparison.Ordinal);

        page.Find("dialog form").Submit();
        Assert.Equal("A reason is missing.", page.Find(".dialog__missing").TextContent);
        page.Find("dialog .choice").Click();
        await page.Find("dialog form").SubmitAsync();
        Assert.EndsWith("/s/shop/d/3", _world.Navigation.Uri, StringComparison.Ordinal);
        Assert.Equal(DeploymentKind.Rollback, (await _world.FindAsync(DeploymentId.Of(ConsoleWorld.Shop, 3))).Spec.Kind);
    }

    [Fact]
    public async Task A_release_is_checked_before_it_is_sent()
    {
        await _world.DeclareAsync("shop", "production");
        var page = Open("shop");
        page.Find(".addrelease form").Submit();
        Assert.Equal("true", page.Find("#field-command").GetAttribute("aria-invalid"));
        Assert.NotEmpty(page.FindAll(".problem__list li"));

        page.Find("#field-command").Change("./shop --port {port}");
        page.Find(".addrelease form").Submit();
        await page.Find("dialog[aria-labelledby] form").SubmitAsync();
        Assert.Contains("Release #1 is recorded.", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_database_that_does_not_answer_is_a_problem_with_a_retry()
    {
        await _world.GoLiveAsync("shop");
        _world.Sluice.StoreIsDown = true;
        var page = Open("shop");
        Assert.Equal("The service could not be read", page.Find(".problem__title").TextContent);
        _world.Sluice.StoreIsDown = false;
        await page.Find(".problem button").ClickAsync();
        Assert.Empty(page.FindAll(".problem"));
        Assert.NotEmpty(page.FindAll(".history tbody tr"));
    }

    private IRenderedComponent<ServicePage> Open(string name) => _world.Open<ServicePage>($"/s/{name}", parameters => parameters.Add(p => p.Name, name));
}
