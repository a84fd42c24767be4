using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Domain.Replay;

/// <summary>
/// Which event led to which, as far as it is recorded: the events of one decision follow from its first, what is said at a gate follows from its opening, a split that was read back from what last
/// asked for it, and a note from the one that it takes the place of. Nothing is guessed from times.
/// </summary>
public static class Causes
{
    /// <returns>Version of the event that led to this one; null when none is recorded.</returns>
    /// <param name="index">Of the event among <paramref name="events"/>.</param>
    public static long? Of(IReadOnlyList<HistoryEvent<DeploymentEvent>> events, int index)
    {
        if (events[index].Event is not { } @event)
        {
            return null;
        }

        if (GateOf(@event) is { } gate && @event is not GateOpened)
        {
            for (var i = index - 1; i >= 0; i--)
            {
                if (events[i].Event is GateOpened opened && opened.Gate.Id == gate)
                {
                    return events[i].Version;
                }
            }
        }

        if (@event is SplitSet set)
        {
            return AskedFor(events, index, set.Split);
        }

        if (@event is NoteAdded { Replaces: { } replaced })
        {
            return replaced;
        }

        var head = index;
        while (head > 0 && IsSameDecision(events[head - 1], events[head]))
        {
            head--;
        }

        return head < index ? events[head].Version : null;
    }

    /// <returns>Versions of the events that name this one as what led to them, in order.</returns>
    public static IReadOnlyList<long> EffectsOf(IReadOnlyList<HistoryEvent<DeploymentEvent>> events, int index)
    {
        var effects = new List<long>();
        var (isOpen, isSame) = (events[index].Event is GateOpened or NoteAdded, true);
        var asks = Asks(events[index].Event) is not null;
        for (var i = index + 1; i < events.Count && (isOpen || isSame || asks); i++)
        {
            isSame = isSame && IsSameDecision(events[i - 1], events[i]);
            if (Of(events, i) == events[index].Version)
            {
                effects.Add(events[i].Version);
            }

            // From here on what is read back was asked for by another.
            asks = asks && Asks(events[i].Event) is null;
        }

        return effects;
    }

    /// <returns>Null when what was asked for last is something else.</returns>
    private static long? AskedFor(IReadOnlyList<HistoryEvent<DeploymentEvent>> events, int index, TrafficSplit split)
    {
        for (var i = index - 1; i >= 0; i--)
        {
            if (Asks(events[i].Event) is { } asked)
            {
                return asked == split ? events[i].Version : null;
            }
        }

        return null;
    }

    private static TrafficSplit? Asks(DeploymentEvent? @event) => @event switch
    {
        PhaseEntered e => new(e.Share),
        PromotionStarted => TrafficSplit.AllCanary,
        ReturnStarted or GateOpened { Shed: true } => TrafficSplit.AllStable,
        _ => null,
    };

    private static bool IsSameDecision(HistoryEvent<DeploymentEvent> before, HistoryEvent<DeploymentEvent> after) =>
        before.Version + 1 == after.Version
        && before is { Event.Origin: { } one }
        && after is { Event.Origin: { Order: null } other }
        && before.RecordedAt == after.RecordedAt
        && (one.At, one.By, one.CommandId) == (other.At, other.By, other.CommandId);

    private static string? GateOf(DeploymentEvent @event) => @event switch
    {
        GateOpened e => e.Gate.Id,
        GateAnswered e => e.GateId,
        ApprovalGiven e => e.GateId,
        CarryOnGiven e => e.GateId,
        ApprovalsVoided e => e.GateId,
        GateLapsed e => e.GateId,
        GateReminded e => e.GateId,
        GateInquired e => e.GateId,
        GateReplied e => e.GateId,
        GateDelegated e => e.GateId,
        GateBroken e => e.GateId,
        BrokenGateReviewed e => e.GateId,
        _ => null,
    };
}
