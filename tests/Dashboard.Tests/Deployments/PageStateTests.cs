using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Deployments;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rollbacks;

namespace Sluice.Dashboard.Tests.Deployments;

public sealed class PageStateTests : IDisposable
{
    private readonly DeploymentScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task A_draft_offers_start()
    {
        await _scene.CreatedAsync(DeploymentScene.Canary with { AutoStart = false });
        var page = Shows("Draft");
        Assert.Equal(["Start", "Discard"], Buttons(page));
    }

    [Fact]
    public async Task A_queued_one_names_what_it_waits_for()
    {
        await _scene.BakingAsync();
        await _scene.Sluice.CreateDeploymentAsync(
            Domain.TenantId.Default, DeploymentScene.Canary with { Queue = true }, new(Domain.Actor.Person("Ada")), DeploymentScene.Ct);
        var page = _scene.Open("3");
        Assert.Equal("Queued", Badge(page));
        Assert.Contains("shop-2", page.Find("#state-sentence").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Shifting_says_that_the_router_has_to_confirm()
    {
        await _scene.CreatedAsync();
        await _scene.SignalAsync(new DeploymentCommand.ReportStable(new CapturedStable(1, ["a"])));
        await _scene.SignalAsync(new DeploymentCommand.ReportCanaryReady(1));
        var page = Shows("Shifting");
        Assert.Contains("waiting for the router to confirm", page.Find("[aria-current=step]").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Baking_counts_down_to_its_earliest_end_and_says_what_is_missing()
    {
        await _scene.BakingAsync();
        var step = Shows("Baking").Find("[aria-current=step]");
        Assert.NotNull(step.QuerySelector("[data-countdown]"));
        Assert.Contains("needs 50 canary requests: 0", step.TextContent, StringComparison.Ordinal);
        Assert.Contains("20 %", step.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rollback_question_stands_out_and_has_two_answers()
    {
        await _scene.JudgedAsync(errors: 50, runs: 2, DeploymentScene.Canary with { Rollback = new() { ManualApproval = true } });
        var question = Shows("Awaiting approval").Find(".question");
        Assert.Contains("Return all traffic to stable?", question.TextContent, StringComparison.Ordinal);
        Assert.Equal(["Reject: carry on", "Approve rollback"], question.QuerySelectorAll("button").Select(b => b.TextContent.Trim()));
    }

    [Fact]
    public async Task Frozen_says_until_when_by_whom_and_why_and_offers_no_way_forward()
    {
        await _scene.BakingAsync();
        await _scene.Sluice.DeclareFreezeAsync(Domain.TenantId.Default, new("year end"), new(Domain.Actor.Person("Ann")), DeploymentScene.Ct);
        const string Sentence = "Frozen by Ann until somebody lifts it: year end.";
        var page = Shows("Baking");
        Assert.Equal(Sentence, page.Find(".frozen").TextContent.Trim());
        Assert.EndsWith($"Next: it stays at 20 % when this phase is over. {Sentence}", page.Find("#state-sentence").TextContent, StringComparison.Ordinal);
        Assert.Contains(page.FindAll("button[disabled]"), button => button.TextContent.Contains(Sentence, StringComparison.Ordinal));
        Assert.Contains(page.FindAll("button:not([disabled])"), button => button.TextContent.Contains("Abort", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_question_says_in_plain_sight_why_its_reader_may_not_answer()
    {
        var phases = DeploymentScene.Canary.Plan.Phases;
        await _scene.BakingAsync(DeploymentScene.Canary with
        {
            Plan = DeploymentScene.Canary.Plan with { Phases = phases.SetItem(1, phases[1] with { NeedsApproval = true, Approval = new() { FourEyes = false, ExcludeAuthor = true } }) },
        });
        await _scene.OrderAsync(new DeploymentCommand.Promote(), by: "Ben");
        Assert.Empty(Shows("Awaiting approval").FindAll(".question__reason"));

        _scene.Console.Services.GetRequiredService<CurrentActor>().Is(Principals.Bootstrap(Domain.TenantId.Default, "Ada", string.Empty, "test"));
        var page = Shows("Awaiting approval");
        Assert.Equal("You registered this release; somebody else has to answer.", page.Find(".question__reason").TextContent);
        Assert.Equal(2, page.FindAll(".question__answers [disabled]").Count);
        Assert.Equal("/approvals?tab=open&gate=shop-2%3Ag1", page.Find(".question__link").GetAttribute("href"));

        _scene.Granted.Held = [new RoleGrant(Role.Viewer)];
        Assert.Equal("It needs the approver role here.", Shows("Awaiting approval").Find(".question__reason").TextContent);
    }

    [Fact]
    public async Task Held_by_a_person_freezes_the_clock_and_offers_resume()
    {
        await _scene.BakingAsync();
        await _scene.OrderAsync(new DeploymentCommand.Pause("lunch"));
        var page = Shows("Held by person");
        Assert.Empty(page.FindAll("[data-countdown]"));
        Assert.Contains("left, frozen", page.Find("[aria-current=step]").TextContent, StringComparison.Ordinal);
        Assert.Equal("Resume", page.Find(".button--primary").TextContent.Trim());
        Assert.Contains("lunch", page.Find("#state-sentence").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Returning_says_who_ordered_it_and_offers_nothing_but_the_way_back()
    {
        await _scene.BakingAsync();
        await _scene.OrderAsync(new DeploymentCommand.Abort("Errors"));
        var page = Shows("Returning");
        Assert.Contains("Ben", page.Find("#state-sentence").TextContent, StringComparison.Ordinal);
        Assert.True(page.Find("[data-key=P]").HasAttribute("disabled"));
    }

    [Theory]
    [InlineData("abort", "Aborted")]
    [InlineData("roll back", "Rolled back")]
    public async Task What_has_ended_says_how_and_offers_a_retry(string how, string badge)
    {
        await _scene.BakingAsync();
        await _scene.OrderAsync(how == "abort" ? new DeploymentCommand.Abort("Errors") : new DeploymentCommand.RollBack("Errors"));
        await _scene.ReturnedAsync();
        Assert.Equal(["Retry"], Buttons(Shows(badge)));
    }

    [Fact]
    public async Task A_failed_start_shows_its_cause()
    {
        await _scene.CreatedAsync();
        await _scene.SignalAsync(new DeploymentCommand.ReportStable(new CapturedStable(1, ["a"])));
        await _scene.SignalAsync(new DeploymentCommand.ReportStartFailed("no such program"));
        await _scene.ReturnedAsync();
        Assert.Contains("no such program", Shows("Failed").Find("#state-sentence").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_dry_run_that_went_well_leads_to_the_form_with_all_of_it_filled_in()
    {
        await _scene.CreatedAsync(DeploymentScene.Canary with { DryRun = true });
        Assert.Empty(_scene.Open().FindAll("[data-for-real]"));
        await _scene.SignalAsync(new DeploymentCommand.ReportStable(new CapturedStable(1, ["a"])));
        Assert.Equal("/s/shop/new?from=2", Shows("Promoted").Find("[data-for-real]").GetAttribute("href"));
    }

    [Fact]
    public async Task A_dry_run_shows_what_was_found_out_about_it()
    {
        await _scene.CreatedAsync(DeploymentScene.Canary with { DryRun = true, Findings = [new(FindingLevel.Warning, "analysis", "It would go back."), new(FindingLevel.Note, "plan", "It is long.")] });
        var found = _scene.Open().FindAll("[data-finding]");
        Assert.Equal(["Warning: analysis It would go back.", "Note: plan It is long."], found.Select(one => string.Join(' ', one.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries))));
        Assert.Contains("callout--warning", found[0].ClassName, StringComparison.Ordinal);
        Assert.DoesNotContain("callout--warning", found[1].ClassName!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Promoted_offers_to_go_back()
    {
        await _scene.BakingAsync();
        await _scene.OrderAsync(new DeploymentCommand.PromoteFully());
        await _scene.SignalAsync(new DeploymentCommand.ReportSplit(Domain.Traffic.TrafficSplit.AllCanary, Verified: true));
        var page = Shows("Promoted");
        Assert.Equal(["Roll back"], Buttons(page));
        Assert.Equal(2, page.FindAll(".phase--skipped").Count);
    }

    [Fact]
    public async Task A_verdict_that_falls_while_watching_appears_by_itself()
    {
        await _scene.BakingAsync();
        var page = Shows("Baking");
        await _scene.JudgeAsync(errors: 50);
        await _scene.JudgeAsync(errors: 50);
        page.WaitForAssertion(() => Assert.Equal("Returning", Badge(page)));
        Assert.Contains("error rate", page.Find(".verdict__sentence").TextContent, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task An_unknown_number_shows_the_nearest_and_the_way_to_the_service()
    {
        await _scene.BakingAsync();
        var page = _scene.Open("7");
        Assert.Equal(["/s/shop/d/1", "/s/shop/d/2", "/s/shop"], page.FindAll(".empty a").Select(a => a.GetAttribute("href")));
    }

    [Fact]
    public async Task A_store_that_is_away_leaves_what_is_known_on_screen()
    {
        await _scene.BakingAsync();
        var page = Shows("Baking");
        _scene.Sluice.StoreIsDown = true;
        _scene.Sluice.See(new(DeploymentScene.Place, DateTimeOffset.UnixEpoch) { Problems = ["The gateway cannot be reached."] });
        page.WaitForAssertion(() => Assert.Contains("The gateway cannot be reached.", page.Markup, StringComparison.Ordinal));
        Assert.Equal("Baking", Badge(page));
    }

    [Fact]
    public async Task A_page_that_is_left_hears_nothing_more()
    {
        await _scene.BakingAsync();
        var page = Shows("Baking");
        page.Instance.Dispose();
        var renders = page.RenderCount;
        await _scene.OrderAsync(new DeploymentCommand.Pause(null));
        Assert.Equal(renders, page.RenderCount);
    }

    private IRenderedComponent<DeploymentPage> Shows(string badge)
    {
        var page = _scene.Open();
        Assert.Equal(badge, Badge(page));
        return page;
    }

    private static string Badge(IRenderedComponent<DeploymentPage> page) => page.Find(".deployment__state .badge").TextContent.Trim();

    private static IEnumerable<string> Buttons(IRenderedComponent<DeploymentPage> page) => page.FindAll("#actions button").Select(b => b.TextContent.Trim());
}
