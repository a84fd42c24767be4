using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Engine.Tests.Stories;

/// <summary>What must be true of the events of every deployment.</summary>
internal static class History
{
    /// <summary>The canary's shares that were read back, in order, in percent; what was read again after a loss counts once.</summary>
    public static IReadOnlyList<decimal> Shares(this IEnumerable<DomainEvent> events)
    {
        var shares = new List<decimal>();
        foreach (var set in events.OfType<SplitSet>().Select(e => e.Split.Canary.Percent))
        {
            if (shares.Count == 0 || shares[^1] != set)
            {
                shares.Add(set);
            }
        }

        return shares;
    }

    /// <summary>One start, one capture, one end; each phase entered and completed once; no split read back twice in a row.</summary>
    public static void HoldsNothingTwice(this IReadOnlyList<DomainEvent> events)
    {
        var once = events.Where(e => e is not (SplitSet or SplitLost or VerdictChanged or EvidenceRecorded or DeploymentPaused or DeploymentResumed or GateOpened or GateAnswered))
            .Select(e => e switch
            {
                PhaseEntered p => $"PhaseEntered {p.Phase}",
                PhaseCompleted p => $"PhaseCompleted {p.Phase}",
                WaitingBegan p => $"WaitingBegan {p.Phase}",
                SnapshotTaken s => $"SnapshotTaken {s.Moment}",
                DeploymentSucceeded or DeploymentAborted or DeploymentCancelled or DeploymentFailed or DeploymentRolledBack => "the end",
                _ => e.GetType().Name,
            })
            .ToList();
        Assert.Equal(once.Distinct(StringComparer.Ordinal), once);

        TrafficSplit? set = null;
        foreach (var e in events)
        {
            switch (e)
            {
                case SplitSet { DueAt: null } s:
                    Assert.NotEqual(set, s.Split);
                    set = s.Split;
                    break;
                case SplitSet s:
                    set = s.Split;
                    break;
                case SplitLost:
                    set = null;
                    break;
            }
        }
    }

    /// <summary>Traffic first: stable has everything before the deployment ends.</summary>
    public static void ReturnsTrafficBeforeItEnds(this IReadOnlyList<DomainEvent> events)
    {
        Assert.True(Fold(events) is { Status.IsTerminal: true } ended && ended.Set is { } set && set == TrafficSplit.AllStable, string.Join('\n', events));
        Assert.Contains(events, e => e is ReturnStarted);
    }

    private static Deployment? Fold(IEnumerable<DomainEvent> events) => Deployment.Fold(events.Cast<DeploymentEvent>());
}
