using System.Text.Json;
using System.Text.Json.Serialization;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentCommand;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>Users who stay with their release, and those who alone take part.</summary>
public sealed class AbStories
{
    private static readonly JsonSerializerOptions s_json = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase, Converters = { new JsonStringEnumConverter() } };
    private static readonly Stickiness s_sticky = new(UserKey.Cookie, "cart");
    private static readonly UserRouting s_beta = new(s_sticky, [new(UserKey.Header, "X-Group") { Value = "beta" }]);

    [Fact]
    public void Who_takes_part_is_told_to_the_router_from_the_first_phase_to_the_promotion()
    {
        Assert.Null(DeploymentScenario.AtApply(Ab).Wanted.Users);
        Assert.Equal(s_beta, DeploymentScenario.AtShift(Ab).Wanted.Users);
        var last = DeploymentScenario.AtHold(phase: 2, Ab);
        Assert.Equal((Share.All, s_beta), (last.State.Asked.Canary, last.Wanted.Users));
        Assert.Contains(last.Wanted.Arms, arm => arm is { Role: ArmRole.Stable, Release: 1 });
        Assert.Null(DeploymentScenario.AtPromoting(Ab).Wanted.Users);
        Assert.Null(DeploymentScenario.AtHold(change: Ab).Given(new Abort("not this one")).Wanted.Users);
    }

    [Fact]
    public void Another_plan_ahead_and_another_try_are_for_the_same_users()
    {
        var scenario = DeploymentScenario.AtHold(change: Ab).Given(new ChangePlan([new(30), new(100)]));
        Assert.Equal(s_beta, scenario.State.Spec.Plan.Users);
        scenario.Given(new Abort("again")).SplitIsRead();
        var (id, _) = scenario.Bus.Retry(scenario.Id);
        Assert.Equal(s_beta, scenario.Bus.Deployments[id].Spec.Plan.Users);
    }

    [Fact]
    public void A_first_deployment_has_nobody_to_leave_out()
    {
        var bus = Make.BusWithoutLive();
        var (id, _) = bus.Create(Asked(s_beta) with { Release = 1 });
        Assert.Null(bus.Deployments[id].Spec.Plan.Users);
    }

    [Fact]
    public void It_is_stored_with_the_plan_and_a_plan_without_it_is_stored_as_before()
    {
        var plan = Make.ThreePhases with { Users = s_beta };
        var json = JsonSerializer.Serialize(plan, s_json);
        Assert.Contains("""
            "users":{"sticky":{"by":"Cookie","name":"cart"},"match":[{"by":"Header","name":"X-Group","value":"beta"}]}
            """.Trim(), json, StringComparison.Ordinal);
        Assert.Equal(plan, JsonSerializer.Deserialize<PhasePlan>(json, s_json));
        Assert.DoesNotContain("users", JsonSerializer.Serialize(Make.ThreePhases, s_json), StringComparison.Ordinal);
    }

    public static TheoryData<DeploymentStrategy, UserRouting?, string[]> Mistakes() => new()
    {
        { DeploymentStrategy.Ab, null, ["plan.match"] },
        { DeploymentStrategy.Ab, new(s_sticky, []), ["plan.match"] },
        { DeploymentStrategy.Canary, s_beta, ["plan.match"] },
        { DeploymentStrategy.Canary, new(new(UserKey.Cookie), []), ["plan.sticky.name"] },
        { DeploymentStrategy.Ab, new(new((UserKey)7, "X-User"), [new((UserKey)8, "X-Beta")]), ["plan.match[0].by", "plan.sticky.by"] },
        { DeploymentStrategy.Canary, new(new(UserKey.OwnCookie, "mine"), []), ["plan.sticky.name"] },
        { DeploymentStrategy.Canary, new(new(UserKey.Header, "Cookie"), []), ["plan.sticky.name"] },
        { DeploymentStrategy.Canary, new(new(UserKey.Header, "a b"), []), ["plan.sticky.name"] },
        {
            DeploymentStrategy.Ab,
            new(new(UserKey.Header, ""), [new(UserKey.OwnCookie, "x"), new(UserKey.Header, "authorization"), new(UserKey.Cookie, "c") { Value = "", Prefix = "é" }]),
            ["plan.match[0].by", "plan.match[1].name", "plan.match[2].prefix", "plan.match[2].prefix", "plan.match[2].value", "plan.sticky.name"]
        },
        { DeploymentStrategy.Ab, new(null, Enumerable.Repeat(new UserMatch(UserKey.Header, "X"), 17).ToValueList()), ["plan.match"] },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public void All_mistakes_are_named_together(DeploymentStrategy strategy, UserRouting? users, string[] fields)
    {
        var decision = Make.BusWithLive().Create(Asked(users) with { Strategy = strategy }).Decision;
        var errors = Assert.IsType<Refusal.Invalid>(Assert.IsType<Decision.Refused>(decision).Refusal).Errors;
        Assert.Equal(fields, errors.Select(error => error.Field).Order(StringComparer.Ordinal));
        Assert.All(errors, error => Assert.True(error.Found.Length > 0 && error.Remedy.Length > 0, error.Field));
    }

    [Fact]
    public void Staying_where_nobody_could_go_elsewhere_is_refused()
    {
        foreach (var plan in new[] { new PlanRequest(PlanKind.Switch), new(PlanKind.Phases) { Phases = [new(100)] } })
        {
            Assert.Equal("plan.sticky", Assert.Single(PlanBuilder.Build(plan with { Users = new(s_sticky, []) }).Errors).Field);
        }
    }

    [Fact]
    public void What_a_comparison_among_some_users_cannot_say_is_said_before_the_start()
    {
        var asked = Asked(s_beta) with { Analysis = AnalysisSettings.Usual };
        Assert.Collection(
            DeploymentWarnings.For(asked),
            among => Assert.StartsWith("plan.match: only matched requests are counted and judged, and in phases below 100 % they are compared among themselves.", among, StringComparison.Ordinal),
            sticky => Assert.StartsWith("plan.sticky: all requests of a user meet the same release", sticky, StringComparison.Ordinal));
        var all = asked with { Plan = new(PlanKind.Phases) { Phases = [new(100)], Users = s_beta with { Sticky = null } } };
        Assert.StartsWith("plan.match: all matched users get the release at once, and only limits judge it", Assert.Single(DeploymentWarnings.For(all)), StringComparison.Ordinal);
    }

    private static DeploymentSpec Ab(DeploymentSpec spec) => spec with { Strategy = DeploymentStrategy.Ab, Plan = spec.Plan with { Users = s_beta } };

    private static DeploymentRequest Asked(UserRouting? users) => Make.Request() with
    {
        Strategy = DeploymentStrategy.Ab,
        Plan = new(PlanKind.Phases) { Phases = [new(10), new(100)], Users = users },
        Thresholds = new() { ErrorRate = 0.01 },
    };
}
