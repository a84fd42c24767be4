using Bunit;
using Sluice.Dashboard.Settings.Plans;
using Sluice.Dashboard.Tests.Fleet;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.PlanTemplates;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Tests.Settings;

/// <summary>Plans of teams, as the page shows and changes them. The reader is ada.</summary>
public sealed class PlansPageTests : IAsyncDisposable
{
    private const string Slow = """{"plan":{"kind":"linear","steps":10}}""";
    private const string Fast = """{"plan":{"kind":"linear","steps":2}}""";
    private const string Address = "/settings/plans?plan=payments%2Fcareful";
    private static readonly PlanKey s_careful = new("payments", "careful");
    private readonly ConsoleWorld _world = new();

    private static CancellationToken Ct => Xunit.TestContext.Current.CancellationToken;

    public ValueTask DisposeAsync() => _world.Console.DisposeAsync();

    [Fact]
    public async Task A_member_proposes_what_is_checked_as_a_deployment_is()
    {
        Be(Role.Operator, "payments");
        var page = _world.Open<PlansPage>("/settings/plans");
        Assert.Contains("No team has a plan yet", page.Markup, StringComparison.Ordinal);
        page.Find("#field-name").Change("Careful");
        page.Find("#field-body").Change("plan:\n  kind: linear\n  steps: 0\nservice: shop\n");
        await page.Find("form[data-propose]").SubmitAsync();
        Assert.Equal(["service", "plan.steps"], page.FindAll("[data-import-mistakes] code").Select(code => code.TextContent));
        Assert.Contains("line 3", page.Find("[data-import-mistakes]").TextContent, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("name", page.Find("#form-errors").TextContent, StringComparison.Ordinal);
        Assert.Empty((await BookAsync()).Templates);

        page.Find("#field-name").Change("careful");
        page.Find("#field-body").Change("plan:\n  kind: linear\n  steps: 10\n");
        await page.Find("form[data-propose]").SubmitAsync();
        Assert.Equal(["+ plan:", "+   kind: linear", "+   steps: 10"], page.FindAll("dialog ins").Select(line => line.TextContent.TrimEnd('\n')));
        await page.Find("dialog form").SubmitAsync();
        Assert.Equal(Slow, (await BookAsync()).Find(s_careful)!.Proposed!.Body);
        Assert.Contains("Somebody else has to approve it", page.Find(".callout--success").TextContent, StringComparison.Ordinal);
        Assert.Equal("version 1 by ada", string.Join(' ', page.Find("[data-plan='payments/careful'] td:nth-of-type(2)").TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)));
    }

    [Fact]
    public async Task Nobody_is_offered_to_approve_their_own_and_may_withdraw_it()
    {
        await GiveAsync("ada", new PlanCommand.Propose(s_careful, Slow, "Slower."));
        Be(Role.Administrator);
        var page = _world.Open<PlansPage>(Address);
        Assert.Contains("it takes somebody else", page.Markup, StringComparison.Ordinal);
        Assert.Equal(["Withdraw…"], page.FindAll("[data-proposed] button").Select(button => button.TextContent.Trim()));
        await page.Find("[data-proposed] button").ClickAsync();
        await page.Find("dialog form").SubmitAsync();
        Assert.Null((await BookAsync()).Find(s_careful)!.Proposed);
        Assert.Contains("withdrawn", page.Find("[data-version='1']").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_approver_sees_the_difference_approves_and_makes_it_the_default()
    {
        await InForceAsync();
        await GiveAsync("ben", new PlanCommand.Propose(s_careful, Fast, null));
        Be(Role.Approver);
        var page = _world.Open<PlansPage>(Address);
        Assert.Equal(["-   steps: 10", "+   steps: 2"], Lines(page, "[data-proposed] del, [data-proposed] ins"));
        await page.FindAll("[data-proposed] button")[0].ClickAsync();
        Assert.Equal(["+   steps: 2"], Lines(page, "dialog ins"));
        await page.Find("dialog form").SubmitAsync();
        Assert.Equal((2, "ada"), (await BookAsync()).Find(s_careful)!.InForce is { } now ? (now.Number, now.Decided!.By.Name) : default);
        Assert.Empty(page.FindAll("form[data-propose]"));

        await page.FindAll(".setting-acts button").First(button => button.TextContent.Contains("Make it the default", StringComparison.Ordinal)).ClickAsync();
        Assert.Equal(["nothing", "careful"], page.FindAll("dialog dd").Select(part => part.TextContent));
        await page.Find("dialog form").SubmitAsync();
        Assert.True((await BookAsync()).IsDefault(s_careful));
        await page.FindAll(".setting-acts button").First(button => button.TextContent.Contains("Retire", StringComparison.Ordinal)).ClickAsync();
        await page.Find("dialog form").SubmitAsync();
        Assert.True((await BookAsync()).Find(s_careful)!.IsRetired);
        Assert.Contains("It is retired", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_rejection_takes_a_reason_and_an_earlier_version_is_proposed_again()
    {
        await InForceAsync();
        await GiveAsync("ben", new PlanCommand.Propose(s_careful, Fast, null));
        Be(Role.Administrator);
        var page = _world.Open<PlansPage>(Address);
        await page.FindAll("[data-proposed] button")[1].ClickAsync();
        await page.Find("dialog form").SubmitAsync();
        Assert.NotNull((await BookAsync()).Find(s_careful)!.Proposed);
        page.Find("dialog input").Input("too bold");
        await page.Find("dialog form").SubmitAsync();
        Assert.Contains("too bold", page.Find("[data-version='2']").TextContent, StringComparison.Ordinal);

        await page.Find("[data-version='2'] button").ClickAsync();
        await page.Find("dialog form").SubmitAsync();
        Assert.Equal((3, Fast, "Version 2 again."), (await BookAsync()).Find(s_careful)!.Proposed is { } again ? (again.Number, again.Body, again.Note) : default);
    }

    [Fact]
    public async Task Who_may_not_sees_all_and_changes_nothing()
    {
        await InForceAsync();
        await GiveAsync("ben", new PlanCommand.Propose(s_careful, Fast, null));
        Be(Role.Operator, "search");
        Assert.Empty(_world.Open<PlansPage>(Address).FindAll("article button, form[data-propose]"));
        Assert.Contains("Nobody has proposed payments/bold", _world.Open<PlansPage>("/settings/plans?plan=payments%2Fbold").Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_somebody_else_changed_meanwhile_is_said_in_the_question()
    {
        await GiveAsync("ben", new PlanCommand.Propose(s_careful, Slow, null));
        Be(Role.Approver);
        var page = _world.Open<PlansPage>(Address);
        await page.FindAll("[data-proposed] button")[0].ClickAsync();
        await GiveAsync("carl", new PlanCommand.Approve(s_careful, 1));
        await page.Find("dialog form").SubmitAsync();
        Assert.Contains("Somebody else changed it", page.Find("dialog [role=alert]").TextContent, StringComparison.Ordinal);
    }

    private void Be(Role role, params string[] groups) => (_world.Granted.Held, _world.Granted.Groups) = ([new RoleGrant(role)], groups.ToValueList());

    private async Task InForceAsync()
    {
        await GiveAsync("ben", new PlanCommand.Propose(s_careful, Slow, null));
        await GiveAsync("carl", new PlanCommand.Approve(s_careful, 1));
    }

    private async Task<PlanBook> BookAsync() => (await _world.Sluice.FindPlansAsync(TenantId.Default, Ct)).State;

    private async Task GiveAsync(string by, PlanCommand command) =>
        Assert.IsType<CommandAnswer.Applied>(await _world.Sluice.SendAsync(TenantId.Default, command, new CommandContext(Actor.Person(by)), Ct));

    private static string[] Lines(IRenderedComponent<PlansPage> page, string selector) => [.. page.FindAll(selector).Select(line => line.TextContent.TrimEnd('\n'))];
}
