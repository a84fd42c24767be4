using Sluice.Domain.Deployments;
using Sluice.Domain.Replay;
using Sluice.Domain.Tests.Deployments;
using Sluice.Domain.Tests.Hooks;
using static Sluice.Domain.Deployments.DeploymentCommand;

namespace Sluice.Domain.Tests.Replay;

public sealed class StateDiffTests
{
    [Fact]
    public void A_pause_changes_the_status_and_the_clock()
    {
        var scenario = DeploymentScenario.AtHold();
        var before = scenario.State;
        var changes = StateDiff.Between(before, scenario.Given(new Pause("lunch")).State).ToDictionary(change => change.Path, StringComparer.Ordinal);
        Assert.Equal(("\"running\"", "\"paused\""), (changes["status.is"].Before, changes["status.is"].After));
        Assert.Equal((null, "\"lunch\""), (changes["status.why"].Before, changes["status.why"].After));
        Assert.NotNull(changes["clock.dueAt"].Before);
        Assert.Null(changes["clock.dueAt"].After);
        Assert.DoesNotContain(changes.Keys, path => path.StartsWith("spec", StringComparison.Ordinal));
    }

    [Fact]
    public void The_same_state_has_no_changes_and_the_first_one_is_all_change()
    {
        var state = DeploymentScenario.AtHold().State;
        Assert.Empty(StateDiff.Between(state, state));
        Assert.All(StateDiff.Between(null, state), change => Assert.Null(change.Before));
        Assert.Contains(StateDiff.Between(null, state), change => change is { Path: "spec.id" });
    }

    [Fact]
    public void Values_of_variables_are_left_out()
    {
        var changes = StateDiff.Between(null, PreviewCheckStories.AtCheck().State).ToDictionary(change => change.Path, change => change.After, StringComparer.Ordinal);
        Assert.Equal(("\"LOGIN\"", "\"•••\""), (changes["spec.plan.previewCheck.env[0].name"], changes["spec.plan.previewCheck.env[0].value"]));
        Assert.DoesNotContain(changes.Values, value => value!.Contains("hunter", StringComparison.Ordinal));
    }

    [Fact]
    public void A_phase_is_named_by_its_place()
    {
        var scenario = DeploymentScenario.AtShift();
        var before = scenario.State;
        Assert.Contains(StateDiff.Between(before, scenario.SplitIsRead().State), change => change is { Path: "phases[0].setAt", Before: null });
    }
}
