using Sluice.Domain.Deployments;
using Sluice.Domain.Hooks;
using Sluice.Domain.Planning;
using Sluice.Domain.Services;
using Sluice.Domain.Tests.Deployments;

namespace Sluice.Domain.Tests.Hooks;

public sealed class HookRulesTests
{
    private static readonly ReleaseSpec s_program = new() { Command = ["./shop"], PreDeploy = new(["./migrate", "up"]) };
    private static readonly ReleaseSpec s_image = new() { Image = "shop:1", PreDeploy = new(["migrate"]) { User = "1000:1000", Privileged = true, Timeout = TimeSpan.FromHours(24) } };

    [Fact]
    public void What_is_well_is_accepted()
    {
        Assert.Empty(ServiceRules.Check(s_program, ""));
        Assert.Empty(ServiceRules.Check(s_image, ""));
        Assert.Equal(TimeSpan.FromMinutes(5), s_program.PreDeploy!.EffectiveTimeout);
    }

    public static TheoryData<string, ReleaseSpec> Mistakes() => new()
    {
        { "pre_deploy", new() { Endpoints = ["http://a:1"], PreDeploy = new(["./migrate"]) } },
        { "pre_deploy.command", s_program with { PreDeploy = new([]) } },
        { "pre_deploy.command", s_program with { PreDeploy = new([" "]) } },
        { "pre_deploy.timeout", s_program with { PreDeploy = new(["a"]) { Timeout = TimeSpan.FromMilliseconds(999) } } },
        { "pre_deploy.timeout", s_program with { PreDeploy = new(["a"]) { Timeout = TimeSpan.FromHours(25) } } },
        { "pre_deploy.env", s_program with { PreDeploy = new(["a"]) { Env = [new("A=B", "1")] } } },
        { "pre_deploy.env", s_program with { PreDeploy = new(["a"]) { Env = [new("A", "1\0")] } } },
        { "env", s_program with { Env = [new("A", "1\0")] } },
        { "pre_deploy.user", s_program with { PreDeploy = new(["a"]) { User = "app" } } },
        { "pre_deploy.user", s_image with { PreDeploy = new(["a"]) { User = "a b" } } },
        { "pre_deploy.privileged", s_program with { PreDeploy = new(["a"]) { Privileged = true } } },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void What_is_wrong_is_named(string field, ReleaseSpec release) => Assert.Equal([field], ServiceRules.Check(release, "").Select(error => error.Field));

    [Fact]
    public void All_mistakes_come_together() => Assert.Equal(
        ["release.pre_deploy.command", "release.pre_deploy.timeout", "release.pre_deploy.user", "release.pre_deploy.privileged"],
        ServiceRules.Check(s_program with { PreDeploy = new([]) { User = "app", Privileged = true, Timeout = TimeSpan.Zero } }, "release.").Select(error => error.Field));

    public static TheoryData<string[], PlanRequest> PlanMistakes() => new()
    {
        { [], new(PlanKind.Switch) { PreviewCheck = new(["./smoke"]) } },
        { ["plan.preview_check"], new(PlanKind.Stepped) { PreviewCheck = new(["./smoke"]) } },
        { ["plan.preview_check"], new(PlanKind.Mirror) { PreviewCheck = new(["./smoke"]) } },
        { ["plan.preview_check", "plan.preview_check.command"], new(PlanKind.Switch) { PreviewCheck = new([""]) { Privileged = true } } },
        { ["plan.preview_check.command", "plan.preview_check.timeout", "plan.preview_check.env"], new(PlanKind.Switch) { PreviewCheck = new([]) { Timeout = TimeSpan.Zero, Env = [new("A=B", "1")] } } },
    };

    [Theory]
    [MemberData(nameof(PlanMistakes))]
    public void A_plan_has_a_check_where_there_is_a_preview(string[] fields, PlanRequest plan) => Assert.Equal(fields, PlanBuilder.Build(plan).Errors.Select(error => error.Field));

    [Fact]
    public void Where_someone_else_runs_the_instances_nothing_can_be_run_beside_them()
    {
        var request = Make.Request() with { Strategy = DeploymentStrategy.BlueGreen, Plan = new(PlanKind.Switch) { PreviewCheck = new(["./smoke"]) } };
        var place = Make.Environment() with { Runtime = new(RuntimeKind.External) };
        var service = Service.Fold([new ServiceEvent.ServiceDeclared(Make.Checkout, [place]), new ServiceEvent.ReleaseAdded(1, new() { Endpoints = ["http://a:1"] })])!;
        var refused = Assert.IsType<Refusal.Invalid>(Assert.IsType<Decision.Refused>(DeploymentCreation.Create(service, request with { Release = 1 }).Decision).Refusal);
        var error = Assert.Single(refused.Errors);
        Assert.Equal(("plan.preview_check.command", "nothing: someone else runs the instances of production, and nothing here could run it beside them"), (error.Field, error.Remedy));
    }

    [Fact]
    public void An_instance_does_not_notice_it_and_people_are_told_of_it_without_values()
    {
        var other = s_program with { PreDeploy = new(["./migrate", "down"]) { Env = [new("TOKEN", "hunter2")] } };
        Assert.True(SpecComparison.Compare(s_program, other).ChangesNothing);
        Assert.Equal(
            [("pre_deploy.command", "./migrate up", "./migrate down"), ("pre_deploy.env.TOKEN", null, "•••")],
            ReleaseChanges.Between(s_program, other).Select(change => (change.Field, change.Before, change.After)));
    }

    [Fact]
    public void Values_of_variables_are_taken_out_of_what_it_wrote()
    {
        var release = s_program with { Env = [new("DB", "host=db;word=s3cr3t!"), new("LEVEL", "info")], PreDeploy = new(["./migrate"]) { Env = [new("KEY", "hunter2hunter2"), new("SHORT", "hunter2")] } };
        Assert.Equal(
            ["to ••• with •••", "info password=•••", "•••"],
            HookLines.Kept(["to host=db;word=s3cr3t! with hunter2", "info password=abc", "hunter2hunter2"], release));
        Assert.Equal(Enumerable.Range(81, HookLines.MostKept).Select(i => $"line {i}"), HookLines.Kept([.. Enumerable.Range(1, 100).Select(i => $"line {i}")], release));
        Assert.Equal((HookLines.MostKept, 501), (HookLines.Kept([.. Enumerable.Repeat("x", 100)], release).Count, HookLines.Kept([new string('x', 9000)], release)[0].Length));
    }

    [Fact]
    public void Of_a_value_of_several_lines_each_is_taken_out() => Assert.Equal(
        ["-- •••", "•••", "end"], HookLines.Kept(["-- first line", "second line", "end"], s_program with { Env = [new("KEY", "first line\r\nsecond line\nend\n")] }));
}
