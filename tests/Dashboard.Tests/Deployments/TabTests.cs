using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using Sluice.Engine.Live;
using Sluice.Engine.Workloads;

namespace Sluice.Dashboard.Tests.Deployments;

public sealed class TabTests : IDisposable
{
    private readonly DeploymentScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Events_are_sentences_newest_first_under_their_phase()
    {
        await _scene.BakingAsync();
        await _scene.OrderAsync(new DeploymentCommand.AddNote("looks fine"));
        var page = _scene.Open();
        Assert.Contains("Note: looks fine", page.Find(".event__text").TextContent, StringComparison.Ordinal);
        Assert.Equal("Phase 1", page.Find(".events__phase").TextContent);
        page.Find(".event > button").Click();
        Assert.Contains("\"looks fine\"", page.Find(".event__json").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_stored_form_is_shown_without_values_of_variables()
    {
        await _scene.CreatedAsync(DeploymentScene.Canary with
        {
            Strategy = DeploymentStrategy.BlueGreen,
            Plan = new(PlanKind.Switch) { PreviewCheck = new(["./smoke"]) { Env = [new("LOGIN", "hunter-2-hunter")] } },
        });
        var page = _scene.Open();
        page.FindAll(".event > button")[^1].Click();
        var stored = page.Find(".event__json").TextContent;
        Assert.Contains("\"LOGIN\"", stored, StringComparison.Ordinal);
        Assert.Contains("\"•••\"", stored, StringComparison.Ordinal);
        Assert.DoesNotContain("hunter", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_event_leads_to_that_instant_in_replay()
    {
        await _scene.BakingAsync();
        var last = (await _scene.Sluice.FindDeploymentAsync(TenantId.Default, DeploymentScene.Id, DeploymentScene.Ct))!.Version;
        var link = _scene.Open().Find(".event__replay");
        Assert.Equal(($"/s/shop/d/2/replay?at={last}", $"Replayof event {last}"), (link.GetAttribute("href"), link.TextContent));
    }

    [Fact]
    public async Task What_people_wrote_is_text_in_the_history()
    {
        await _scene.BakingAsync();
        await _scene.OrderAsync(new DeploymentCommand.AddNote("<script>alert(1)</script>"));
        var line = _scene.Open().Find(".event__text");
        Assert.Contains("Note: <script>alert(1)</script>", line.TextContent, StringComparison.Ordinal);
        Assert.Empty(line.Children);
    }

    [Fact]
    public async Task A_long_history_shows_its_latest_events_at_once()
    {
        await _scene.BakingAsync();
        for (var i = 1; i <= 40; i++)
        {
            await _scene.OrderAsync(new DeploymentCommand.AddNote($"note {i}"));
        }

        var lines = _scene.Open().FindAll(".event__text").Select(line => line.TextContent).ToList();
        Assert.Equal(Enumerable.Range(26, 15).Reverse().Select(i => $"Note: note {i}"), lines.Take(15));
    }

    [Fact]
    public async Task A_link_shows_only_what_happened_since_and_offers_the_rest()
    {
        await _scene.BakingAsync();
        var seen = (await _scene.Sluice.FindDeploymentAsync(TenantId.Default, DeploymentScene.Id, DeploymentScene.Ct))!.Version;
        await _scene.OrderAsync(new DeploymentCommand.AddNote("in the meantime"));
        _scene.Console.Services.GetRequiredService<NavigationManager>().NavigateTo($"/s/shop/d/2?tab=events&since={seen}");
        var page = _scene.Open();
        Assert.Contains("One event while you were away.", page.Find(".since").TextContent, StringComparison.Ordinal);
        Assert.Contains("in the meantime", Assert.Single(page.FindAll(".event")).TextContent, StringComparison.Ordinal);
        Assert.EndsWith("/s/shop/d/2?tab=events", page.Find(".since a").GetAttribute("href"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_address_says_which_tab_is_open()
    {
        await _scene.BakingAsync();
        var page = _scene.Open();
        page.Find("#tab-plan").Click();
        Assert.EndsWith("?tab=plan", _scene.Console.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plan_says_in_words_what_was_asked_for()
    {
        await _scene.BakingAsync();
        var plan = _scene.Console.Render<PlanTab>(parameters => parameters.Add(p => p.View, _scene.State.Spec));
        Assert.Equal(3, plan.FindAll("tbody tr").Count);
        Assert.Contains("error rate at most 1 %", plan.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_plan_names_the_check_on_the_preview()
    {
        await _scene.BakingAsync();
        var spec = _scene.State.Spec with { Plan = _scene.State.Spec.Plan with { PreviewCheck = new(["./smoke", "all pages"]) } };
        var plan = _scene.Console.Render<PlanTab>(parameters => parameters.Add(p => p.View, spec));
        Assert.Equal("./smoke \"all pages\", for 5m at most", plan.FindAll(".facts div").Single(fact => fact.QuerySelector("dt")!.TextContent == "Check on the preview").QuerySelector("dd")!.TextContent);
    }

    [Fact]
    public async Task Who_takes_part_and_who_stays_is_said_in_the_plan_and_at_the_figures()
    {
        await _scene.BakingAsync();
        var users = new UserRouting(new(UserKey.Cookie, "cart"), [new(UserKey.Header, "X-Group") { Value = "beta" }, new(UserKey.Cookie, "eu") { Prefix = "1" }, new(UserKey.Header, "X-Staff")]);
        var spec = _scene.State.Spec with { Plan = _scene.State.Spec.Plan with { Users = users } };
        var plan = _scene.Console.Render<PlanTab>(parameters => parameters.Add(p => p.View, spec));
        Assert.Contains("header X-Group is “beta” or cookie eu begins with “1” or header X-Staff is there", plan.Find(".facts").TextContent, StringComparison.Ordinal);

        var figures = new SplitFigures(Share.All, Share.All, IsUnverified: false, Problem: null, 1, 1) { Users = users, ToldApart = 97, TakingPart = 12 };
        var shown = _scene.Console.Render<SplitNumbers>(parameters => parameters.Add(p => p.View, figures));
        Assert.EndsWith("They are 12 % of all.", shown.Find("[data-takes-part]").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal(
            "Users stay with their release, told apart by cookie cart. 3 % of the requests came without and were shared out for themselves.",
            shown.Find("[data-sticky]").TextContent.Trim());
        Assert.Empty(_scene.Console.Render<SplitNumbers>(parameters => parameters.Add(p => p.View, figures with { Users = null })).FindAll(".figures__users"));
    }

    [Fact]
    public async Task Operations_say_how_far_they_are_and_instances_where_they_are()
    {
        await _scene.BakingAsync();
        var service = (await _scene.Sluice.FindServiceAsync(TenantId.Default, _scene.State.Spec.Service, DeploymentScene.Ct))!.State;
        var serving = new InstanceStatus(new("r1-0", 1, 0, "http://127.0.0.1:8", InstanceState.Ready, DateTimeOffset.UnixEpoch), InService: true, Draining: false, Open: 2);
        var fresh = serving with { Instance = serving.Instance with { Id = "r2-0", Release = 2 } };
        InstanceStatus[] all =
        [
            fresh with { Instance = fresh.Instance with { Restarts = 3, Problem = "exited with code 1; its last line: out of memory", State = InstanceState.Failed }, InService = false },
            fresh with { Instance = fresh.Instance with { Id = "r2-1", Slot = 1, State = InstanceState.Starting, Problem = "answers 503" }, InService = false },
            fresh with { Instance = fresh.Instance with { Id = "r2-2", Slot = 2, State = InstanceState.Starting, IsFetching = true, Address = "", Problem = "fetches shop:2: 3 of 9 MiB" }, InService = false },
            serving with { InService = false, Draining = true },
            serving with { Instance = serving.Instance with { Id = "r1-1", Slot = 1, IsStopping = true, State = InstanceState.Unready } },
        ];
        var view = OperationsView.Of(service, _scene.State, new(DeploymentScene.Place, DateTimeOffset.UnixEpoch) { Instances = all.ToValueList() });
        var tab = _scene.Console.Render<OperationsTab>(parameters => parameters.Add(t => t.View, view));

        Assert.Equal(["Done", "Done", "Next", "Planned", "Planned"], tab.FindAll("[data-operation]").Select(row => row.GetAttribute("data-operation")));
        Assert.Equal(["Failed", "WaitingForHealth", "Fetching", "Draining", "Stopping"], tab.FindAll("[data-step]").Select(row => row.GetAttribute("data-step")));
        Assert.Equal("draining, 2 open", tab.FindAll("[data-step] td")[(3 * 3) + 1].TextContent);
        Assert.Contains("its last line: out of memory", tab.Find("[data-step=Failed]").TextContent, StringComparison.Ordinal);
        Assert.EndsWith("3", tab.Find("[data-step=Failed]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_goes_wrong_quietly_stands_on_the_page()
    {
        await _scene.BakingAsync();
        _scene.Sluice.See(new(DeploymentScene.Place, TimeProvider.System.GetUtcNow())
        {
            Instances = [new(new("r2-0", 2, 0, "http://127.0.0.1:9", InstanceState.Ready, DateTimeOffset.UnixEpoch) { Image = "shop:9" }, InService: true, Draining: false, Open: 0)],
        });
        Assert.Contains("r2-0 runs shop:9", _scene.Open().Find("[data-notice=WrongImage]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Instances_are_counted_against_what_the_batch_under_way_asks_for()
    {
        await _scene.BakingAsync();
        var service = (await _scene.Sluice.FindServiceAsync(TenantId.Default, _scene.State.Spec.Service, DeploymentScene.Ct))!.State;
        var batches = PlanBuilder.Build(new(PlanKind.Batches) { Instances = 2, InstancesNow = 2 }).Plan!;
        var state = _scene.State with { Phase = 0, Spec = _scene.State.Spec with { Plan = batches } };
        var ready = new InstanceStatus(new("shop-r2-0", 2, 0, "http://127.0.0.1:9", InstanceState.Ready, DateTimeOffset.UnixEpoch), InService: true, Draining: false, Open: 0);

        Assert.Equal((1, 1), Counted(state));
        Assert.Equal((1, 2), Counted(state with { Phase = 1 }));

        (int Ready, int Wanted) Counted(Deployment deployment)
        {
            var figures = SplitFigures.Of(new(deployment, 1, service, service.Environments[0], new(DeploymentScene.Place, DateTimeOffset.UnixEpoch) { Instances = [ready] }, []));
            return (figures.Ready, figures.Wanted);
        }
    }

    [Fact]
    public async Task What_is_copied_is_said_in_the_plan_and_at_the_figures()
    {
        await _scene.BakingAsync();
        var spec = _scene.State.Spec with { Plan = PlanBuilder.Build(new(PlanKind.Mirror) { Phases = [new(20)], Mirror = new(UnsafeMethods: true) }).Plan! };
        var plan = _scene.Console.Render<PlanTab>(parameters => parameters.Add(p => p.View, spec));
        Assert.Equal(["copies of 20 %", "100 %"], plan.FindAll("tbody td:nth-child(2)").Select(share => share.TextContent));
        Assert.Contains("all methods, bodies up to 65536 bytes", plan.Find(".facts").TextContent, StringComparison.Ordinal);

        var figures = new SplitFigures(Share.None, Share.None, IsUnverified: false, Problem: null, 1, 1) { Mirror = new(Share.All, Share.FromPercent(20), new(40, 3, 2, 1)) };
        var shown = _scene.Console.Render<SplitNumbers>(parameters => parameters.Add(p => p.View, figures));
        Assert.Equal(
            "Copies of 100 % of the requests are to go to the release, of 20 % they do; its answers are thrown away. Copies that ended: 40, with errors: 3. Dropped, since too many were open: 2. Cannot be copied: 1.",
            shown.Find("[data-mirror]").TextContent.Trim());
    }

    [Fact]
    public async Task Instances_show_their_last_lines_on_demand()
    {
        await _scene.BakingAsync();
        var instance = new Instance("shop-r2-0", 2, 0, "http://127.0.0.1:9", InstanceState.Ready, DateTimeOffset.UnixEpoch) { Pid = 7 };
        var tab = _scene.Console.Render<InstancesTab>(parameters => parameters.Add(
            t => t.View, new InstancesView(DeploymentScene.Place, Domain.Services.RuntimeKind.Process, 2, [new InstanceStatus(instance, InService: true, Draining: false, Open: 3)])));
        tab.Find("button").Click();
        Assert.Contains("last words", tab.Find(".log").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_instance_in_a_container_shows_its_image_what_that_stood_for_and_no_address_before_it_has_one()
    {
        await _scene.BakingAsync();
        var instance = new Instance("shop-r2-0", 2, 0, "", InstanceState.Starting, DateTimeOffset.UnixEpoch)
        {
            Container = "0123456789ab", Image = "registry.example/shop:2", Digest = "sha256:" + new string('a', 64), Problem = "is made and not started yet",
        };
        var tab = _scene.Console.Render<InstancesTab>(parameters => parameters.Add(
            t => t.View, new InstancesView(DeploymentScene.Place, Domain.Services.RuntimeKind.Container, 2, [new InstanceStatus(instance, InService: false, Draining: false, Open: null)])));
        Assert.Equal("registry.example/shop:2 sha256:aaaaaaaaaaaa… in container 0123456789ab", tab.Find(".instance__image").TextContent.Trim());
        Assert.Equal("–", tab.FindAll("td")[2].TextContent);
    }

    [Fact]
    public async Task A_note_is_added_once_and_shown()
    {
        await _scene.BakingAsync();
        _scene.Console.Services.GetRequiredService<NavigationManager>().NavigateTo("/s/shop/d/2?tab=notes");
        var page = _scene.Open();
        page.Find("#note").Input("checkout looks fine");
        page.Find(".notes__form").Submit();
        page.WaitForAssertion(() => Assert.Equal("checkout looks fine", page.Find(".note__text").TextContent));
    }

    [Fact]
    public void The_strip_appears_when_a_part_is_away_and_goes_with_it()
    {
        var strip = _scene.Console.Render<Shell.SystemStrip>();
        Assert.Empty(strip.Markup.Trim());
        _scene.Sluice.Report("store", "The event store cannot be reached.");
        strip.WaitForAssertion(() => Assert.Contains("The event store cannot be reached.", strip.Markup, StringComparison.Ordinal));
        _scene.Sluice.Report("store", detail: null);
        strip.WaitForAssertion(() => Assert.Empty(strip.Markup.Trim()));
    }
}
