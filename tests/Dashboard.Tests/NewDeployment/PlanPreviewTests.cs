using Sluice.Dashboard.NewDeployment;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;

namespace Sluice.Dashboard.Tests.NewDeployment;

public sealed class PlanPreviewTests
{
    private static readonly PlanPreview Preview = PlanPreview.Of(new PhasePlan(
        PlanKind.Phases,
        [
            new Phase(Share.FromPercent(5), TimeSpan.FromMinutes(10)) { Gap = PhaseGap.Timed(TimeSpan.FromMinutes(5)) },
            new Phase(Share.FromPercent(50), TimeSpan.FromMinutes(10)) { NeedsApproval = true },
            new Phase(Share.All, TimeSpan.FromMinutes(5)),
        ]));

    [Fact]
    public void Holds_and_gaps_add_up() => Assert.Equal(TimeSpan.FromMinutes(30), Preview.Total);

    [Fact]
    public void The_worst_case_is_the_first_share_for_as_long_as_nothing_can_be_decided() => Assert.Equal(57_000, Preview.Exposure(1900));

    [Fact]
    public void A_wait_for_people_is_marked_and_not_counted() => Assert.Equal([false, true, false], Preview.Steps.Select(step => step.Gate));

    [Fact]
    public void The_line_climbs_with_the_clock() => Assert.Equal("M0 120H0V114.1H160V61H266.7V2H320", Preview.Path);
}
