using Bunit;
using Microsoft.Extensions.DependencyInjection;
using Sluice.Dashboard.Deployments;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;

namespace Sluice.Dashboard.Tests.Deployments;

public sealed class OrderTests : IDisposable
{
    private readonly DeploymentScene _scene = new();

    public void Dispose() => _scene.Dispose();

    [Fact]
    public async Task An_abort_takes_two_keystrokes_and_no_reason()
    {
        await _scene.BakingAsync();
        var page = _scene.Open();
        Click(page, "Abort");
        Assert.True(page.Find("dialog [type=submit]").HasAttribute("autofocus"));
        Assert.Equal(["Errors", "Latency", "Wrong version", "Other"], page.FindAll("dialog .choice").Select(c => c.TextContent));
        page.Find("dialog form").Submit();
        page.WaitForAssertion(() => Assert.IsType<DeploymentStatus.RollingBack>(_scene.State.Status));
        page.WaitForAssertion(() => Assert.Empty(page.FindAll("dialog form")));
    }

    [Fact]
    public async Task A_role_lost_while_the_dialog_is_open_refuses_the_order()
    {
        await _scene.BakingAsync();
        var page = _scene.Open();
        Click(page, "Abort");
        _scene.Granted.Held = [new RoleGrant(Role.Operator, new("payments"))];
        page.Find("dialog form").Submit();
        page.WaitForAssertion(() => Assert.Contains("It needs the operator role here.", page.Find("dialog").TextContent, StringComparison.Ordinal));
        Assert.IsType<DeploymentStatus.Running>(_scene.State.Status);
    }

    [Fact]
    public async Task Actions_without_the_role_for_them_stay_and_say_which_it_is()
    {
        _scene.Granted.Held = [new RoleGrant(Role.Viewer)];
        await _scene.BakingAsync();
        var page = _scene.Open();
        var abort = page.FindAll("#actions button").Single(button => button.TextContent.StartsWith("Abort", StringComparison.Ordinal));
        Assert.True(abort.HasAttribute("disabled"));
        Assert.Contains("It needs the operator role here.", page.Find("#actions").OuterHtml, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("abort", 1)]
    [InlineData("pause", 0)]
    [InlineData("nonsense", 0)]
    public async Task A_link_may_open_a_question_and_never_gives_an_order(string ask, int dialogs)
    {
        await _scene.BakingAsync();
        var navigation = _scene.Console.Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>();
        navigation.NavigateTo($"/s/shop/d/2?ask={ask}");
        var page = _scene.Open();
        Assert.Equal(dialogs, page.FindAll("dialog form").Count);
        Assert.IsType<DeploymentStatus.Running>(_scene.State.Status);
        Assert.EndsWith("/s/shop/d/2", navigation.Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pause_is_one_click_and_offers_its_inverse()
    {
        await _scene.BakingAsync();
        var page = _scene.Open();
        Click(page, "Pause");
        page.WaitForAssertion(() => Assert.Contains(page.FindAll(".actions__line button"), b => b.TextContent == "Resume"));
        Assert.IsType<DeploymentStatus.Paused>(_scene.State.Status);
    }

    [Fact]
    public async Task A_promotion_on_green_asks_briefly_and_says_what_it_does()
    {
        await _scene.JudgedAsync(errors: 0, runs: 2);
        var page = _scene.Open();
        Click(page, "Promote");
        Assert.Contains("20 % → 50 %", page.Find(".dialog__consequence").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("dialog .choice"));
        page.Find("dialog form").Submit();
        page.WaitForAssertion(() => Assert.Equal(1, _scene.State.Phase));
    }

    [Fact]
    public async Task Against_a_failing_check_the_name_has_to_be_typed()
    {
        await _scene.JudgedAsync(errors: 50);
        var page = _scene.Open();
        Click(page, "Promote");
        page.Find("dialog .choice").Click();
        page.Find("dialog form").Submit();
        Assert.Equal(0, _scene.State.Phase);
        Assert.Contains("shop", page.Find(".dialog__missing").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_a_second_person_is_wanted_the_dialog_says_so_and_the_order_becomes_a_question()
    {
        _scene.Overrides = ApprovalRule.ForOrders with { Groups = ["sre"] };
        await _scene.JudgedAsync(errors: 50);
        var page = _scene.Open();
        Click(page, "Promote");
        Assert.Contains("when somebody else of sre agrees", page.Find("dialog [data-second-person]").TextContent, StringComparison.Ordinal);
        page.Find("dialog .choice").Click();
        page.Find("dialog .input[id]").Input("shop");
        page.Find("dialog form").Submit();
        page.WaitForAssertion(() => Assert.Contains("against the evidence?", page.Find(".question__title").TextContent, StringComparison.Ordinal));
        Assert.All(["Take the order back", "Reject: drop the order", "Agree: carry it out"], answer => Assert.Contains(answer, page.Find(".question__answers").TextContent, StringComparison.Ordinal));
        Assert.Contains("You asked for it; somebody else has to answer.", page.Find(".question__reason").TextContent, StringComparison.Ordinal);

        page.FindAll(".question__answers button")[0].Click();
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".question")));
        Assert.Equal(0, _scene.State.Phase);
    }

    [Fact]
    public async Task What_cannot_be_done_stays_visible_and_says_why()
    {
        await _scene.CreatedAsync();
        var promote = _scene.Open().FindAll("#actions button").Single(b => b.TextContent.StartsWith("Promote", StringComparison.Ordinal) && b.HasAttribute("data-key"));
        Assert.True(promote.HasAttribute("disabled"));
        Assert.Equal("The canary is not ready yet.", promote.GetAttribute("title"));
    }

    [Fact]
    public async Task A_change_under_an_open_dialog_is_shown_and_holds_the_button_back_for_a_moment()
    {
        await _scene.JudgedAsync(errors: 0, runs: 2);
        var page = _scene.Open();
        Click(page, "Promote");
        await _scene.OrderAsync(new DeploymentCommand.Extend(TimeSpan.FromMinutes(5)));
        page.WaitForAssertion(() => Assert.Contains("Hold extended by 5m.", page.Find("dialog .callout--warning").TextContent, StringComparison.Ordinal));
        page.WaitForState(() => page.Find("dialog [type=submit]").GetAttribute("aria-disabled") is null, TimeSpan.FromSeconds(5));
    }

    [Fact]
    public async Task A_stale_order_turns_the_dialog_and_can_be_repeated_with_more_friction()
    {
        await _scene.JudgedAsync(errors: 0, runs: 2);
        var page = _scene.Console.Render<ActionBar>(parameters => parameters.Add(b => b.View, View()));
        Click(page, "Promote");
        await _scene.OrderAsync(new DeploymentCommand.Extend(TimeSpan.FromMinutes(5)));
        page.Find("dialog form").Submit();

        page.WaitForAssertion(() => Assert.Equal("This moved on while you decided", page.Find(".dialog__title").TextContent));
        Assert.Contains("Hold extended by 5m.", page.Find("dialog .callout--warning").TextContent, StringComparison.Ordinal);
        Assert.Equal(["Review now", "Discard", "Do it anyway"], page.FindAll(".dialog__foot button").Select(b => b.TextContent.Trim()));
        Assert.Equal(0, _scene.State.Phase);

        page.Find("dialog .choice").Click();
        page.Find("dialog form").Submit();
        page.WaitForAssertion(() => Assert.Equal(1, _scene.State.Phase));
    }

    [Fact]
    public async Task A_refusal_is_shown_inside_the_dialog()
    {
        await _scene.BakingAsync();
        var page = _scene.Console.Render<ActionBar>(parameters => parameters.Add(b => b.View, View()));
        Click(page, "Abort");
        await _scene.OrderAsync(new DeploymentCommand.Abort("first"));
        await _scene.ReturnedAsync();
        page.Find("dialog form").Submit();
        page.WaitForAssertion(() => Assert.Equal("It has ended: aborted.", page.Find("dialog .callout--danger").TextContent));
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_looked_up_and_never_sent_again()
    {
        await _scene.BakingAsync();
        var page = _scene.Open();
        Click(page, "Abort");
        _scene.Sluice.StoreIsDown = true;
        page.Find("dialog form").Submit();
        page.WaitForAssertion(() => Assert.Contains("the answer is unknown", page.Find(".dialog__missing").TextContent, StringComparison.Ordinal));

        _scene.Sluice.StoreIsDown = false;
        page.WaitForAssertion(() => Assert.Contains("It was not applied.", page.Find("dialog .callout--danger").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(5));
        Assert.IsType<DeploymentStatus.Running>(_scene.State.Status);
    }

    [Fact]
    public async Task An_order_that_was_stored_before_its_answer_was_lost_is_found_by_its_id_and_is_there_once()
    {
        await _scene.BakingAsync();
        var page = _scene.Open();
        Click(page, "Abort");
        _scene.Sluice.LosesNextAnswer = true;
        page.Find("dialog form").Submit();
        page.WaitForAssertion(() => Assert.Contains("the answer is unknown", page.Find(".dialog__missing").TextContent, StringComparison.Ordinal));

        _scene.Sluice.StoreIsDown = false;
        page.WaitForAssertion(() => Assert.Equal("Abort: recorded.", page.Find(".actions__said").TextContent));
        Assert.Empty(page.FindAll("dialog form"));
        var events = await _scene.Sluice.ReadStreamAsync(Domain.TenantId.Default, DeploymentScene.Id.Stream, 0, toVersion: null, DeploymentScene.Ct);
        var returned = Assert.Single(events, e => e.Event is DeploymentEvent.ReturnStarted);
        Assert.Equal(_scene.Sluice.LastContext!.CommandId, returned.Event.Origin.CommandId);
        Assert.IsType<DeploymentStatus.RollingBack>(_scene.State.Status);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_retry_leads_to_the_new_deployment_also_when_its_answer_was_lost(bool isLost)
    {
        await _scene.BakingAsync();
        await _scene.OrderAsync(new DeploymentCommand.Abort("Errors"));
        await _scene.ReturnedAsync();
        var page = _scene.Open();
        Click(page, "Retry");
        _scene.Sluice.LosesNextAnswer = isLost;
        page.Find("dialog form").Submit();
        page.WaitForAssertion(() => Assert.Equal(isLost, _scene.Sluice.StoreIsDown));
        _scene.Sluice.StoreIsDown = false;
        page.WaitForAssertion(() => Assert.EndsWith("/s/shop/d/3", Uri(), StringComparison.Ordinal));
    }

    private string Uri() => _scene.Console.Services.GetRequiredService<Microsoft.AspNetCore.Components.NavigationManager>().Uri;

    private BarView View()
    {
        var found = _scene.Sluice.FindDeploymentAsync(Domain.TenantId.Default, DeploymentScene.Id, DeploymentScene.Ct).AsTask().Result!;
        var service = _scene.Sluice.FindServiceAsync(Domain.TenantId.Default, found.State.Spec.Service, DeploymentScene.Ct).AsTask().Result!;
        return new(found.State, found.Version, service.State.Environment(found.State.Spec.Environment)!, []);
    }

    private static void Click<T>(IRenderedComponent<T> page, string name)
        where T : Microsoft.AspNetCore.Components.IComponent =>
        page.FindAll("#actions button").Single(b => b.TextContent.Trim() == name).Click();
}
