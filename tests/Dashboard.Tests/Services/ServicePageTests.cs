using Bunit;
using Sluice.Dashboard.Palette;
using Sluice.Dashboard.Services;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Services;
using Sluice.Engine.Projections;

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
    public async Task What_the_page_s_keys_press_is_there_and_says_so()
    {
        await _world.GoLiveAsync("shop");
        await _world.FinishAsync(await _world.StartAsync("shop"));
        var page = Open("shop");
        Assert.Equal("n", page.Find("[data-new]").GetAttribute("aria-keyshortcuts"));
        Assert.Equal("b", page.Find("[data-go-back]").GetAttribute("aria-keyshortcuts"));
        Assert.Equal("c", page.Find("[data-pick]").GetAttribute("aria-keyshortcuts"));
        Assert.Equal(["/s/shop/d/2", "/s/shop/d/1"], page.FindAll(".history th[scope=row] a").Select(link => link.GetAttribute("href")));
        Assert.Contains(KeyMap.All, place => place.Where == "Service" && place.Keys.Select(hint => hint.Keys).SequenceEqual(["N", "B", "C", "[ ]"]));
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

    [Fact]
    public async Task History_says_how_each_went()
    {
        await _world.GoLiveAsync("shop");
        var rule = new ApprovalRule { FourEyes = false };
        var id = await _world.StartAsync("shop", shape: request => request with
        {
            Plan = request.Plan with { Phases = request.Plan.Phases.SetItem(1, request.Plan.Phases[1] with { NeedsApproval = true, Approval = rule }) },
        });
        _world.Clock.Advance(TimeSpan.FromMinutes(6));
        await _world.SayAsync(id, new DeploymentCommand.Tick());
        await _world.SayAsync(id, new DeploymentCommand.Approve((await _world.FindAsync(id)).OpenGate!.Id));
        await _world.SayAsync(id, new DeploymentCommand.ReportSplit((await _world.FindAsync(id)).Asked, Verified: true));
        await _world.SayAsync(id, new DeploymentCommand.Abort("bad"));
        _world.Clock.Advance(TimeSpan.FromSeconds(12));
        await _world.SayAsync(id, new DeploymentCommand.ReportSplit((await _world.FindAsync(id)).Asked, Verified: true));

        var page = Open("shop");
        Assert.Equal(["Canary", "Canary"], page.FindAll("[data-strategy]").Select(cell => cell.TextContent));
        Assert.Equal(["50 %", "100 %"], page.FindAll("[data-share]").Select(cell => cell.TextContent.Trim()));
        Assert.Equal("approved by ada", Assert.Single(page.FindAll("[data-approvers]")).TextContent);
        Assert.Empty(page.FindAll("[data-override], [data-judged]"));
        Assert.Equal("12s", page.Find("[data-tile=settle] dd").TextContent);
        Assert.Equal("50 %", page.Find("[data-tile=touched] dd").TextContent);
    }

    [Fact]
    public void An_override_and_the_requests_that_a_bad_one_served_are_said_where_they_were()
    {
        var row = new DeploymentRow(
            TenantId.Default, DeploymentId.Of(ConsoleWorld.Shop, 7), 7, ConsoleWorld.Shop, ConsoleWorld.Production, "deployment", "blue_green", "rolled_back", null, null, "errors", 1, 2, 1, 3, 0, 0, 40, null,
            Superseded: false, "ada", DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, 9)
        {
            Course = new() { MostShare = Domain.Traffic.Share.FromPercent(12.5m), Judged = 1204, IsOverridden = true, ReturnBeganAt = DateTimeOffset.UnixEpoch },
        };
        var list = _world.Console.Render<DeploymentList>(parameters => parameters.Add(p => p.Rows, [row, row with { Id = DeploymentId.Of(ConsoleWorld.Shop, 8), Course = row.Course with { ReturnBeganAt = null, IsOverridden = false } }]));
        Assert.Equal("Blue/green", list.Find("[data-strategy]").TextContent);
        Assert.Equal("Override", Assert.Single(list.FindAll("[data-override]")).TextContent);
        Assert.Equal("1204 requests judged", Assert.Single(list.FindAll("[data-judged]")).TextContent);
    }

    private IRenderedComponent<ServicePage> Open(string name) => _world.Open<ServicePage>($"/s/{name}", parameters => parameters.Add(p => p.Name, name));
}
