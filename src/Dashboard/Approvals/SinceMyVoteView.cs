using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Gates;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Dashboard.Approvals;

/// <summary>What became of the reader's own approval of an open question.</summary>
/// <param name="VotedAt">When they approved; null when they have not, or when it no longer counts.</param>
/// <param name="Voided">Their approval that no longer counts; null when there is none.</param>
/// <param name="Since">What happened after the approval that counts, and matters. Oldest first.</param>
public sealed record SinceMyVoteView(DateTimeOffset? VotedAt, VoidedVote? Voided, ValueList<DomainEvent> Since)
{
    public static SinceMyVoteView Of(GateView view, Actor reader)
    {
        if (view.Open is not { } gate)
        {
            return new(null, null, []);
        }

        var votedAt = gate.Votes.FirstOrDefault(vote => vote.By == reader)?.At;
        var events = view.Bar.Events;
        var mine = votedAt is null ? -1 : LastOf(events, e => e is ApprovalGiven given && given.GateId == gate.Id && given.Origin.By == reader);
        return new(
            votedAt,
            gate.Voided.FirstOrDefault(voided => voided.By == reader.Name),
            mine < 0 ? [] : events.Skip(mine + 1).Select(e => e.Event).Where(e => e is ApprovalGiven || Relevance.Matters(e)).ToValueList());
    }

    private static int LastOf(IReadOnlyList<Engine.Commands.VersionedEvent> events, Func<DomainEvent, bool> wanted)
    {
        for (var i = events.Count - 1; i >= 0; i--)
        {
            if (wanted(events[i].Event))
            {
                return i;
            }
        }

        return -1;
    }
}
