using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Tests.Deployments;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Tests.Properties;

/// <summary>What must hold after every step, whatever happened before.</summary>
internal static class Invariants
{
    public static void SharesAddUpAndWhatIsServedRuns(FakeBus bus)
    {
        foreach (var place in bus.Service.Environments)
        {
            var active = place.Holder is { } holder ? bus.Deployments[holder] : null;
            var wanted = Wanted.From(place, active, bus.Now);
            Assert.True(wanted.Arms.Count == 0 || wanted.Arms.Sum(a => a.Share.Tenths) == Share.All.Tenths, $"{place.Spec.Name}: {string.Join(", ", wanted.Arms)}");
            Assert.True(place.Live is null || wanted.Arms.Count > 0, $"{place.Spec.Name}: something is live and nothing is served.");
            Assert.Equal(wanted.Arms.Count, wanted.Arms.Select(a => a.Release).Distinct().Count());
            Assert.All(wanted.Arms.Where(a => a.Share > Share.None), arm => Assert.Contains(arm.Release, wanted.Running));
            if (place.Live is { } live)
            {
                Assert.Contains(live, wanted.Running);
            }

            if (active is { HookIsInTheWay: true } before && place.Live != before.Spec.ToRelease && place.Standby?.Release != before.Spec.ToRelease)
            {
                Assert.DoesNotContain(before.Spec.ToRelease, wanted.Running);
            }

            Assert.Equal(active is { HookUnderWay: not null, Status: not Ended }, wanted.Hook is not null);
            if (active is { Stable: { } stable, Status: not Ended })
            {
                Assert.Contains(stable.Release, wanted.Running);
            }
        }
    }

    public static void APlaceHasOneHolder(FakeBus bus)
    {
        foreach (var place in bus.Service.Environments)
        {
            var here = bus.Deployments.Values.Where(d => d.Spec.Environment == place.Spec.Name).ToList();
            var active = here.Where(d => d.Status is not (Pending or Ended)).Select(d => d.Id).ToList();
            Assert.Equal(place.Holder is { } holder ? [holder] : [], active);
            Assert.Equal(
                here.Where(d => d.Status is Pending { Reason: PendingReason.Queued }).Select(d => d.Id).Order(Comparer),
                place.Queue.Order(Comparer));
            Assert.Equal(
                here.Where(d => d.Status is Pending { Reason: PendingReason.Scheduled }).Select(d => d.Id).Order(Comparer),
                place.Scheduled.Select(one => one.Deployment).Order(Comparer));
        }
    }

    public static void NumbersAreConsecutive(FakeBus bus)
    {
        Assert.Equal(Enumerable.Range(1, bus.Service.Releases.Count), bus.Service.Releases.Select(r => r.Number));
        Assert.Equal(Enumerable.Range(1, bus.Deployments.Count), bus.Deployments.Values.Select(d => d.Spec.Number));
        Assert.Equal(bus.Deployments.Count, bus.Service.LastDeployment);
    }

    /// <summary>States that no order of events may lead to.</summary>
    public static void StatesAreWhole(Deployment d)
    {
        switch (d.Status)
        {
            case Running { Stage: RunStage.Hold }:
                Assert.NotNull(d.Clock.DueAt);
                Assert.NotNull(d.Clock.BudgetEndsAt);
                Assert.Equal(PhaseStatus.Running, d.Phases[d.Phase].Status);
                break;
            case Running { Stage: RunStage.Waiting }:
                Assert.NotNull(d.Clock.DueAt);
                Assert.Equal(PhaseStatus.Waiting, d.Phases[d.Phase].Status);
                break;
            case Paused:
                Assert.Null(d.Clock.DueAt);
                Assert.Null(d.Clock.BudgetEndsAt);
                break;
            case Ended or RollingBack or Promoting:
                Assert.Equal(PhaseClock.Stopped, d.Clock);
                break;
        }

        Assert.Equal(d.OpenGate is not null, d.Status is Paused { Reason: PauseReason.Approval });
        Assert.True(d.Status is Paused || d is { PausedBefore: null, GateBefore: null }, $"{d.Status} remembers an old pause.");
        Assert.InRange(d.Progress, 0, 100);
    }

    /// <summary>What one step may not do to a deployment.</summary>
    public static void OnlyMovesForward(Deployment before, Deployment after)
    {
        Assert.Equal(before.Spec with { Plan = after.Spec.Plan, FirstPlan = after.Spec.FirstPlan }, after.Spec);
        Assert.Equal(before.Spec.LedgerTerms, after.Spec.LedgerTerms);
        Assert.True(before.Progress <= after.Progress, $"Progress fell from {before.Progress} to {after.Progress}.");
        if (before.Status is Ended)
        {
            Assert.Equal(before with { BrokenGate = after.BrokenGate, OwedReasons = after.OwedReasons, AfterIsRecorded = before.AfterIsRecorded || after.AfterIsRecorded }, after);
        }

        if (after.Status is Ended { Outcome: Outcome.Aborted or Outcome.Cancelled or Outcome.RolledBack } && before.Status is not (Pending or Ended))
        {
            Assert.Equal(TrafficSplit.AllStable, after.Set);
        }
    }

    private static readonly Comparer<DeploymentId> Comparer = Comparer<DeploymentId>.Create((a, b) => string.CompareOrdinal(a.Value, b.Value));
}
