using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Approvals;
using Sluice.Dashboard.Tests.Deployments;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Engine.Projections;

namespace Sluice.Dashboard.Tests.Approvals;

/// <summary>What an approver learns after they have given their vote, and what becomes of what they type. Maria sits at the console.</summary>
public sealed class VoteTests : IDisposable
{
    private const string Maria = "Maria";
    private readonly DeploymentScene _scene = new();

    public VoteTests()
    {
        _scene.Console.Services.AddSingleton<IGateQueries>(_scene.Sluice);
        _scene.Console.Services.AddApprovals();
    }

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task Who_approved_sees_what_has_happened_since()
    {
        await AskedAsync(new ApprovalRule { Quorum = 3 });
        await _scene.OrderAsync(new DeploymentCommand.Approve("g1"), by: Maria);
        var page = Open();
        Assert.Contains("Nothing that matters has changed.", page.Find(".gate__since").TextContent, StringComparison.Ordinal);

        await _scene.OrderAsync(new DeploymentCommand.AddNote("does not matter"));
        await _scene.OrderAsync(new DeploymentCommand.Approve("g1"), by: "Cleo");
        page.WaitForAssertion(() => Assert.Contains("Cleo", Assert.Single(page.FindAll(".gate__since li")).TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whose_approval_was_voided_reads_why_until_they_answer_anew()
    {
        await AskedAsync(new ApprovalRule { Quorum = 2 });
        await _scene.OrderAsync(new DeploymentCommand.Approve("g1"), by: Maria);
        var page = Open();
        Assert.Empty(page.FindAll(".inbox__voided"));

        await _scene.OrderAsync(new DeploymentCommand.ChangePlan([new(30) { Hold = TimeSpan.FromMinutes(10) }, new(100)]), by: "Kim");
        page = Open();
        Assert.Contains("Your approval no longer counts", page.Find(".inbox__voided").TextContent, StringComparison.Ordinal);
        Assert.Contains("The plan was changed.", page.Find(".gate__voided").TextContent, StringComparison.Ordinal);
        Assert.False(page.Find("[data-action=Approve]").HasAttribute("disabled"));

        await _scene.OrderAsync(new DeploymentCommand.Approve("g2"), by: Maria);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".inbox__voided, .gate__voided")));
    }

    [Fact]
    public async Task A_voided_approval_of_somebody_else_is_no_word_to_me()
    {
        await AskedAsync(new ApprovalRule { Quorum = 2 });
        await _scene.OrderAsync(new DeploymentCommand.Approve("g1"), by: "Cleo");
        await _scene.OrderAsync(new DeploymentCommand.ChangePlan([new(30), new(100)]), by: "Kim");
        Assert.Empty(Open().FindAll(".inbox__voided, .gate__voided"));
    }

    [Fact]
    public async Task My_groups_lists_what_they_are_asked_also_what_i_may_not_answer()
    {
        _scene.Granted.Groups = ["release-managers"];
        await AskedAsync(new ApprovalRule { Quorum = 2, Groups = ["release-managers"] });
        await _scene.OrderAsync(new DeploymentCommand.Approve("g1"), by: Maria);
        Assert.Single(Open("groups").FindAll(".inbox__link"));
        _scene.Granted.Groups = ["others"];
        Assert.Empty(Open("groups").FindAll(".inbox__link"));
    }

    [Fact]
    public async Task A_role_lost_while_the_dialog_is_open_refuses_and_keeps_what_was_typed()
    {
        await AskedAsync(new ApprovalRule());
        var page = Open();
        page.Find("[data-action=Approve]").Click();
        page.Find("dialog input").Input("I looked at *everything*");
        _scene.Granted.Held = [new RoleGrant(Role.Viewer)];
        page.Find("dialog form").Submit();
        page.WaitForAssertion(() => Assert.Contains("It needs the approver role here.", page.Find("dialog .callout--danger").TextContent, StringComparison.Ordinal));
        Assert.Equal("I looked at *everything*", page.Find("dialog input").GetAttribute("value"));
        Assert.NotNull(_scene.State.OpenGate);
    }

    [Fact]
    public async Task A_comment_becomes_the_reason_when_the_question_turns_into_a_stricter_one()
    {
        await AskedAsync(new ApprovalRule());
        var page = _scene.Console.Render<GatePane>(parameters => parameters.Add(p => p.View, View()));
        page.Find("[data-action=Approve]").Click();
        page.Find("dialog input").Input("looks fine");
        await _scene.OrderAsync(new DeploymentCommand.ChangePlan([new(30), new(100)]), by: "Kim");
        page.Find("dialog form").Submit();
        page.WaitForAssertion(() => Assert.Equal("This moved on while you decided", page.Find(".dialog__title").TextContent));
        Assert.Equal("looks fine", page.Find("dialog fieldset input").GetAttribute("value"));
    }

    [Fact]
    public async Task A_text_longer_than_is_kept_is_refused_and_stays_in_the_form()
    {
        await AskedAsync(new ApprovalRule());
        var page = Open();
        page.Find("[data-action=Approve]").Click();
        var megabyte = new string('x', 1_000_000);
        page.Find("dialog input").Input(megabyte);
        page.Find("dialog form").Submit();
        page.WaitForAssertion(() => Assert.Contains("at most 2000 can be kept", page.Find("dialog .callout--danger").TextContent, StringComparison.Ordinal));
        Assert.Equal(megabyte.Length, page.Find("dialog input").GetAttribute("value")!.Length);
        Assert.Empty(_scene.State.OpenGate!.Votes);
    }

    [Fact]
    public async Task The_others_who_look_at_the_question_are_shown()
    {
        await AskedAsync(new ApprovalRule());
        var board = _scene.Console.Services.GetRequiredService<Sluice.Dashboard.Presence.PresenceBoard>();
        using var cleo = new Sluice.Dashboard.Presence.Visit(
            board, Sluice.Dashboard.Presence.Sight.Of(TenantId.Default, DeploymentScene.Id), () => new("cleo", "Cleo", DeploymentAction.Reject), () => { }, _ => { });
        board.Add(cleo);
        var page = Open();
        Assert.Contains("Cleo is looking at this too.", page.Find(".gate .onlookers").TextContent, StringComparison.Ordinal);
        page.Find("[data-action=Approve]").Click();
        Assert.Equal([new Sluice.Dashboard.Presence.Onlooker(Maria, Maria, DeploymentAction.Approve)], cleo.Others);
    }

    /// <summary>The canary is at 20 %, and Ada, who made the deployment, wants to go on.</summary>
    private async Task AskedAsync(ApprovalRule rule)
    {
        var canary = DeploymentScene.Canary;
        await _scene.BakingAsync(canary with { Plan = canary.Plan with { Phases = canary.Plan.Phases.SetItem(1, canary.Plan.Phases[1] with { NeedsApproval = true, Approval = rule }) } });
        await _scene.JudgeAsync(errors: 0);
        await _scene.OrderAsync(new DeploymentCommand.Promote(), by: "Ada");
    }

    private GateView View()
    {
        var found = _scene.Sluice.FindDeploymentAsync(TenantId.Default, DeploymentScene.Id, DeploymentScene.Ct).AsTask().Result!;
        var service = _scene.Sluice.FindServiceAsync(TenantId.Default, found.State.Spec.Service, DeploymentScene.Ct).AsTask().Result!.State;
        return new("shop-2:g1", new(found.State, found.Version, service.Environment(found.State.Spec.Environment)!, [], service.Release(found.State.Spec.ToRelease)), found.State.OpenGate, Record: null);
    }

    private IRenderedComponent<ApprovalsPage> Open(string tab = "open")
    {
        _scene.Console.Services.GetRequiredService<NavigationManager>().NavigateTo("/approvals?tab=" + tab);
        return _scene.Console.Render<ApprovalsPage>();
    }
}
