using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Approvals;
using Sluice.Dashboard.Tests.Deployments;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Engine.Projections;

namespace Sluice.Dashboard.Tests.Approvals;

/// <summary>What is said at a question beside the answers, what makes it risky, and reviews that are owed.</summary>
public sealed class InquiryPageTests : IDisposable
{
    private const string Maria = "Maria";
    private readonly DeploymentScene _scene = new();

    public InquiryPageTests()
    {
        _scene.Console.Services.AddSingleton<IGateQueries>(_scene.Sluice);
        _scene.Console.Services.AddApprovals();
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task An_approver_asks_back_and_the_question_stays_open()
    {
        await AskedAsync(by: "Ada");
        var page = Open("open");
        page.Find("[data-action=Inquire]").Click();
        page.Find("dialog input").Input("Is the migration done?");
        page.Find("dialog form").Submit();
        page.WaitForAssertion(() => Assert.Equal("Maria asks: Is the migration done?", page.Find(".inbox__asked").TextContent));
        Assert.Contains("Is the migration done?", page.Find(".gate__talk").TextContent, StringComparison.Ordinal);
        Assert.Empty(_scene.State.OpenGate!.Votes);
        Assert.Empty(page.FindAll("[data-action=Reply]"));
        Assert.False(page.Find("[data-action=Approve]").HasAttribute("disabled"));
    }

    [Fact]
    public async Task Who_wants_to_go_on_is_told_and_answers()
    {
        await AskedAsync(by: Maria);
        Assert.Empty(_scene.Console.Render<InboxLink>().FindAll(".navlink__count"));
        await _scene.OrderAsync(new DeploymentCommand.Inquire("g1", "Why now?"), by: "Ben");
        var link = _scene.Console.Render<InboxLink>();
        link.WaitForAssertion(() => Assert.Equal("1", link.Find(".navlink__count").TextContent));

        var page = Open("mine");
        page.Find("[data-action=Reply]").Click();
        page.Find("dialog input").Input("The campaign starts.");
        page.Find("dialog form").Submit();
        page.WaitForAssertion(() => Assert.Null(_scene.State.OpenGate!.Unanswered));
        link.WaitForAssertion(() => Assert.Empty(link.FindAll(".navlink__count")));
        Assert.Equal([false, true], _scene.State.OpenGate!.Talk.Select(said => said.IsReply));
    }

    [Fact]
    public async Task A_script_that_is_asked_back_stays_text_on_every_page()
    {
        const string Script = "<script>alert(1)</script>";
        await AskedAsync(by: "Ada");
        await _scene.OrderAsync(new DeploymentCommand.Inquire("g1", Script), by: "Ben");
        var page = Open("open");
        Assert.Empty(page.FindAll("script"));
        Assert.Contains(Script, page.Find(".gate__talk").TextContent, StringComparison.Ordinal);
        Assert.Contains("Ben asks: " + Script, _scene.Open().Find(".question__facts").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_says_what_makes_a_yes_more_than_routine()
    {
        await AskedAsync(by: "Ada");
        Assert.DoesNotContain("LittleData", RisksOf(Open("open")));
        await _scene.JudgeAsync(errors: 0, requests: 3);
        var page = Open("open");
        page.WaitForAssertion(() => Assert.Contains("LittleData", RisksOf(page)));
        Assert.Equal(RisksOf(page), page.FindAll(".gate .risk").Select(risk => risk.GetAttribute("data-risk")));
        page.Find("[data-action=Approve]").Click();
        Assert.Contains("Type shop to confirm", page.Find("dialog").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_stop_without_a_reason_is_among_the_reviews_and_its_giver_can_add_it()
    {
        await _scene.BakingAsync();
        await _scene.OrderAsync(new DeploymentCommand.Abort("No reason was given."), by: Maria);
        Assert.Contains("It can be added until", _scene.Open().Find("[data-owed=r1]").TextContent, StringComparison.Ordinal);
        var page = Open("reviews");
        Assert.Equal("shop-2:r1", page.Find(".gate").GetAttribute("data-gate"));
        Assert.Equal("unexplained", page.Find(".inbox__link").GetAttribute("data-status"));
        page.Find("[data-action=Explain]").Click();
        page.Find("dialog input").Input("It was on fire.");
        page.Find("dialog form").Submit();
        page.WaitForAssertion(() => Assert.Empty(_scene.State.OwedReasons));
    }

    [Fact]
    public async Task Somebody_else_reviews_an_order_without_a_reason()
    {
        await _scene.BakingAsync();
        await _scene.OrderAsync(new DeploymentCommand.Abort("No reason was given."), by: "Ada");
        var page = Open("reviews");
        Assert.Empty(page.FindAll("[data-action=Explain]"));
        page.Find("[data-action=Review]").Click();
        page.Find("dialog input").Input("She was right.");
        page.Find("dialog form").Submit();
        page.WaitForAssertion(() => Assert.Empty(_scene.State.OwedReasons));
        Assert.Empty(Open("decided").FindAll(".inbox__link"));
    }

    [Fact]
    public async Task An_approver_without_the_role_to_operate_reads_that_the_reply_is_not_theirs()
    {
        await AskedAsync(by: "Ada");
        await _scene.OrderAsync(new DeploymentCommand.Inquire("g1", "Why now?"), by: "Ben");
        _scene.Granted.Held = [new RoleGrant(Role.Approver)];
        var page = Open("open");
        Assert.True(page.Find("[data-action=Reply]").HasAttribute("disabled"));
        Assert.Contains(page.FindAll(".gate__other"), line => line.TextContent == "Answer the question: It needs the operator role here.");
    }

    private static IEnumerable<string?> RisksOf(IRenderedComponent<ApprovalsPage> page) => page.FindAll(".inbox__link .risk").Select(risk => risk.GetAttribute("data-risk"));

    private async Task AskedAsync(string by)
    {
        var canary = DeploymentScene.Canary;
        await _scene.BakingAsync(canary with { Plan = canary.Plan with { Phases = canary.Plan.Phases.SetItem(1, canary.Plan.Phases[1] with { NeedsApproval = true, Approval = new() }) } });
        await _scene.JudgeAsync(errors: 0);
        await _scene.OrderAsync(new DeploymentCommand.Promote(), by);
    }

    private IRenderedComponent<ApprovalsPage> Open(string tab)
    {
        _scene.Console.Services.GetRequiredService<NavigationManager>().NavigateTo($"/approvals?tab={tab}");
        return _scene.Console.Render<ApprovalsPage>();
    }
}
