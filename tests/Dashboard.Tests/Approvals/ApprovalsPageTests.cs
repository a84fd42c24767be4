using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Approvals;
using Sluice.Dashboard.Tests.Deployments;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Hooks;
using Sluice.Engine.Projections;

namespace Sluice.Dashboard.Tests.Approvals;

public sealed class ApprovalsPageTests : IDisposable
{
    private const string Script = "<script>alert(1)</script>";
    private readonly DeploymentScene _scene = new();

    public ApprovalsPageTests()
    {
        _scene.Console.Services.AddSingleton<IGateQueries>(_scene.Sluice);
        _scene.Console.Services.AddApprovals();
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task When_nothing_waits_it_says_so_and_what_was_last()
    {
        var page = Open("/approvals");
        Assert.Equal("Nothing waits for you", page.Find(".empty h2").TextContent);
        Assert.Contains("No question was answered", page.Find(".empty").TextContent, StringComparison.Ordinal);

        await AskedAsync(new ApprovalRule());
        var board = _scene.Console.Services.GetRequiredService<GateBoard>();
        var gone = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        using var watch = board.Subscribe(TenantId.Default, () =>
        {
            if (board.Open(TenantId.Default).Count == 0)
            {
                gone.TrySetResult();
            }
        });
        await _scene.OrderAsync(new DeploymentCommand.Approve("g1"), by: "Cleo");
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(10), DeploymentScene.Ct);
        page = Open("/approvals?tab=open");
        Assert.Equal("Nothing waits for anybody", page.Find(".empty h2").TextContent);
        Assert.Contains("Approved by Cleo", page.Find(".empty").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_question_that_waits_for_me_shows_what_a_yes_allows()
    {
        await AskedAsync(new ApprovalRule { Quorum = 2, Instructions = "Look at the checkout." });
        await _scene.OrderAsync(new DeploymentCommand.Approve("g1"), by: "Cleo");
        var page = Open("/approvals?tab=mine");

        Assert.EndsWith("gate=shop-2%3Ag1", page.Find(".inbox__link").GetAttribute("href"), StringComparison.Ordinal);
        Assert.Equal("Look at the checkout.", page.Find(".gate__text").TextContent);
        Assert.Contains("20 % → 50 %", page.Find(".gate__split").TextContent, StringComparison.Ordinal);
        Assert.Contains("1 of 2 approved", page.Find(".gate").TextContent, StringComparison.Ordinal);
        Assert.False(page.Find("[data-action=Approve]").HasAttribute("disabled"));
        Assert.Empty(page.FindAll(".gate__reason"));
    }

    [Fact]
    public async Task Who_has_no_say_sees_why_and_does_not_find_it_among_theirs()
    {
        await AskedAsync(new ApprovalRule { Groups = ["release-managers"] });
        Assert.Empty(Open("/approvals?tab=mine").FindAll(".inbox__link"));

        var page = Open("/approvals?tab=open&gate=shop-2:g1");
        Assert.Equal("Only members of release-managers have a say here.", page.Find(".gate__reason").TextContent);
        Assert.True(page.Find("[data-action=Approve]").HasAttribute("disabled"));
        Assert.True(page.Find("[data-action=Reject]").HasAttribute("disabled"));
        Assert.Contains("Only members of", page.Find(".inbox__reason").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_lacks_the_role_sees_the_buttons_and_reads_which_role_it_takes()
    {
        _scene.Granted.Held = [new RoleGrant(Role.Operator)];
        await AskedAsync(new ApprovalRule());
        Assert.Empty(_scene.Console.Render<InboxLink>().FindAll(".navlink__count"));
        Assert.Empty(Open("/approvals?tab=mine").FindAll(".inbox__link"));

        var page = Open("/approvals?tab=open");
        Assert.Equal("It needs the approver role here.", page.Find(".gate__reason").TextContent);
        Assert.Equal("It needs the approver role here.", page.Find(".inbox__reason").TextContent);
        Assert.Equal(["Break the glass: It needs the administrator role here."], page.FindAll(".gate__other").Select(line => line.TextContent));
        Assert.Equal(
            ["Approve", "Reject", "Inquire", "Delegate", "BreakGlass"], page.FindAll(".gate__actions [disabled]").Select(button => button.GetAttribute("data-action")));
    }

    [Fact]
    public async Task A_question_that_lapsed_can_only_be_asked_again()
    {
        await AskedAsync(new ApprovalRule { OnReject = GateEnd.Hold });
        await _scene.OrderAsync(new DeploymentCommand.Reject("g1"), by: "Cleo");
        var page = Open("/approvals?tab=open");
        Assert.Contains("has to be asked again", page.Find(".gate__outcome").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("[data-action=Approve]"));
        Assert.False(page.Find("[data-action=AskAgain]").HasAttribute("disabled"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_came_of_the_check_on_the_preview_is_among_the_facts(bool isKnown)
    {
        await _scene.CreatedAsync(DeploymentScene.Canary with
        {
            Strategy = DeploymentStrategy.BlueGreen,
            Plan = new(PlanKind.Switch) { BeforeSwitch = new(), PreviewCheck = new(["./smoke", "--all"]) },
        });
        await _scene.SignalAsync(new DeploymentCommand.ReportStable(new CapturedStable(1, ["a"])));
        await _scene.SignalAsync(new DeploymentCommand.ReportCanaryReady(1));
        await _scene.SignalAsync(new DeploymentCommand.ReportHook(1, isKnown ? new HookEnd.Exited(0, WasStopped: false) : new HookEnd.Lost("it is gone")) { Stage = HookStage.Preview });
        await _scene.OrderAsync(new DeploymentCommand.Resume());
        await _scene.SignalAsync(new DeploymentCommand.Tick());
        Assert.Matches(isKnown ? "^Passed at .+: ./smoke --all$" : "^Nobody saw how it ended; Ben takes it as passed: ./smoke --all$", Open("/approvals?tab=open").Find("[data-check] dd").TextContent);
    }

    [Fact]
    public async Task A_script_in_instructions_and_comments_stays_text()
    {
        await AskedAsync(new ApprovalRule { Quorum = 2, Instructions = Script });
        await _scene.Sluice.SendAsync(TenantId.Default, DeploymentScene.Id, new DeploymentCommand.Approve("g1"), new(Actor.Person("Cleo"), Script), DeploymentScene.Ct);
        var page = Open("/approvals?tab=open");
        Assert.Empty(page.FindAll("script"));
        Assert.Equal([Script, Script], page.FindAll(".gate__text").Select(text => text.TextContent));
    }

    [Fact]
    public async Task What_somebody_else_answered_stays_in_its_place_and_says_who()
    {
        await AskedAsync(new ApprovalRule());
        var page = Open("/approvals?tab=mine");
        await _scene.OrderAsync(new DeploymentCommand.Approve("g1"), by: "Cleo");

        page.WaitForAssertion(() => Assert.Equal("approved", page.Find(".inbox__link").GetAttribute("data-status")));
        Assert.Contains("Approved by Cleo", page.Find(".inbox__outcome").TextContent, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("[data-action=Approve]")));
    }

    [Fact]
    public async Task The_badge_counts_what_waits_for_me_and_goes_at_zero()
    {
        await AskedAsync(new ApprovalRule());
        var link = _scene.Console.Render<InboxLink>();
        Assert.Equal("1", link.Find(".navlink__count").TextContent);

        await _scene.OrderAsync(new DeploymentCommand.Approve("g1"), by: "Cleo");
        link.WaitForAssertion(() => Assert.Empty(link.FindAll(".navlink__count")));
    }

    [Fact]
    public async Task A_link_to_nothing_says_so()
    {
        await _scene.BakingAsync();
        Assert.Contains("There is no question shop-9:g1", Open("/approvals?gate=shop-9:g1").Find(".inbox__pane").TextContent, StringComparison.Ordinal);
        Assert.Contains("There is no question what", Open("/approvals?gate=what").Find(".inbox__pane").TextContent, StringComparison.Ordinal);
    }

    /// <summary>The canary is at 20 %, and Ada, who made the deployment, wants to go on.</summary>
    private async Task AskedAsync(ApprovalRule rule)
    {
        var canary = DeploymentScene.Canary;
        await _scene.BakingAsync(canary with { Plan = canary.Plan with { Phases = canary.Plan.Phases.SetItem(1, canary.Plan.Phases[1] with { NeedsApproval = true, Approval = rule }) } });
        await _scene.JudgeAsync(errors: 0);
        await _scene.OrderAsync(new DeploymentCommand.Promote(), by: "Ada");
    }

    private IRenderedComponent<ApprovalsPage> Open(string address)
    {
        _scene.Console.Services.GetRequiredService<NavigationManager>().NavigateTo(address);
        return _scene.Console.Render<ApprovalsPage>();
    }
}
