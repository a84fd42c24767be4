using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Services;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>What is allowed and may still surprise is said when a deployment is asked for.</summary>
public sealed class WarningTests
{
    private static readonly DeploymentRequest s_judged = Make.Request() with { Thresholds = new() { ErrorRate = 0.01 } };

    [Fact]
    public void A_judged_deployment_has_no_warnings() => Assert.Empty(DeploymentWarnings.For(s_judged));

    [Fact]
    public void Analysis_switched_off_switches_the_triggers_off_and_says_so()
    {
        var warning = Assert.Single(DeploymentWarnings.For(Make.Request() with { Analysis = new() { Enabled = false }, Rollback = new() { OnErrorRate = 0.1 } }));
        Assert.StartsWith("analysis.enabled is false: thresholds and rollback triggers are not looked at", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deployment_without_a_limit_is_judged_by_nothing_and_says_so() =>
        Assert.StartsWith("thresholds and rollback name no limit", Assert.Single(DeploymentWarnings.For(Make.Request() with { Thresholds = new(), Rollback = new() })), StringComparison.Ordinal);

    [Fact]
    public void A_switch_that_only_a_comparison_could_judge_says_so()
    {
        var switched = s_judged with { Strategy = DeploymentStrategy.BlueGreen, Plan = new(PlanKind.Switch), Analysis = AnalysisSettings.Usual };
        Assert.Empty(DeploymentWarnings.For(switched));
        foreach (var idle in new[] { switched with { Thresholds = new(), Rollback = new() { OnLatencyIncrease = 0.2 } }, switched with { Analysis = AnalysisSettings.Of(AnalysisMode.MannWhitney) } })
        {
            Assert.StartsWith("No limit judges the soak", Assert.Single(DeploymentWarnings.For(idle)), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Limits_beside_rank_tests_are_said_to_be_idle()
    {
        var ranks = s_judged with { Analysis = AnalysisSettings.Of(AnalysisMode.MannWhitney) };
        Assert.Equal(["analysis.mode is mann_whitney: the score alone judges, thresholds and rollback triggers are not looked at."], DeploymentWarnings.For(ranks));
        Assert.Empty(DeploymentWarnings.For(ranks with { Thresholds = new(), Rollback = new() }));
    }

    [Fact]
    public void A_start_is_warned_of_the_freeze_that_it_lies_in()
    {
        var (place, day) = (ServiceEnvironment.New(Make.Environment()), new DateTimeOffset(2026, 12, 24, 0, 0, 0, TimeSpan.Zero));
        var book = FreezeBook.Evolve(FreezeBook.Empty, new FreezeEvent.FreezeDeclared(new(new("f1"), "holidays", day, day.AddDays(3))) { Origin = new(day.AddDays(-9), Make.Ann) });
        Assert.Empty(DeploymentWarnings.Frozen(s_judged, place, book));
        Assert.Empty(DeploymentWarnings.Frozen(s_judged with { StartAt = day.AddDays(3) }, place with { Frozen = book.OfAll(day) }, book));
        Assert.Equal(
            ["start_at lies in a freeze. Frozen until Sun 27 Dec 2026 00:00 UTC by ann: holidays. The deployment waits in the queue and starts by itself when that is over."],
            DeploymentWarnings.Frozen(s_judged with { StartAt = day.AddHours(16) }, place, book));
        Assert.EndsWith("starts by itself when that is over.", Assert.Single(DeploymentWarnings.Frozen(s_judged, place with { Frozen = book.OfAll(day) }, book)), StringComparison.Ordinal);
    }

    [Fact]
    public void Triggers_beside_a_rollback_that_is_off_are_said_to_be_idle() =>
        Assert.StartsWith("rollback.enabled is false", Assert.Single(DeploymentWarnings.For(s_judged with { Rollback = new() { Enabled = false, OnErrorRate = 0.1 } })), StringComparison.Ordinal);
}
