using Sluice.Domain.Deployments;
using Sluice.Domain.Snapshots;
using Sluice.Domain.Tests.Deployments;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentCommand;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Domain.Tests.Snapshots;

/// <summary>What ran is recorded before anything is touched and once after the end, which stays what it was.</summary>
public sealed class SnapshotStories
{
    private static readonly Snapshot s_before = new([new(1) { Image = "shop:1" }], [new("r1-0", 0, "ready", FakeBus.Start)]) { Live = 1 };
    private static readonly Snapshot s_after = new([new(2) { Image = "shop:2" }], [new("r2-0", 0, "ready", FakeBus.Start)]) { Live = 2 };

    [Fact]
    public void It_comes_before_the_first_effect() =>
        DeploymentScenario.AtGate().When(new ReportStable(Make.Stable) { Snapshot = s_before }).Then(new SnapshotTaken(SnapshotMoment.Before, s_before), new StableCaptured(Make.Stable));

    [Fact]
    public void After_the_end_it_is_taken_once_and_the_end_stays_what_it_was()
    {
        var ended = Aborted();
        var before = ended.State.Status;
        ended.When(new ReportAftermath(s_after)).Then(new SnapshotTaken(SnapshotMoment.After, s_after));
        Assert.Equal(before, ended.State.Status);
        ended.When(new ReportAftermath(s_after)).ThenIgnored("there is nothing to compare it with");
    }

    [Fact]
    public void While_it_goes_on_and_without_one_from_before_none_is_taken()
    {
        DeploymentScenario.AtHold().When(new ReportAftermath(s_after)).ThenIgnored("there is nothing to compare it with");
        DeploymentScenario.AtApply().Given(new Abort("stop"), new ReportSplit(TrafficSplit.AllStable, Verified: true)).When(new ReportAftermath(s_after)).ThenIgnored("there is nothing to compare it with");
    }

    [Fact]
    public void Where_nothing_was_changed_nothing_follows() =>
        DeploymentScenario.AtGate(spec => spec with { DryRun = true }).Given(new ReportStable(Make.Stable) { Snapshot = s_before })
            .When(new ReportAftermath(s_after)).ThenIgnored("there is nothing to compare it with");

    [Fact]
    public void It_matters_to_no_order() => Assert.False(Relevance.Matters(new SnapshotTaken(SnapshotMoment.After, s_after)));

    private static DeploymentScenario Aborted() =>
        DeploymentScenario.AtGate().Given(new ReportStable(Make.Stable) { Snapshot = s_before }, new Abort("stop"), new ReportSplit(TrafficSplit.AllStable, Verified: true));
}
