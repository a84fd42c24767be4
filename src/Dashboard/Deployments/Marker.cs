using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Engine.Commands;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Dashboard.Deployments;

/// <summary>An event on the time axis of every chart.</summary>
/// <param name="Letter">S phase start, V verdict, ! limit crossed, A approval, P a person's action, R return to stable, C change of the plan, N note, X metrics gap.</param>
/// <param name="At">Milliseconds since 1970.</param>
/// <param name="Version">Where replay shows that instant.</param>
public sealed record Marker(string Letter, long At, string Time, string Text, long Version);

internal static class Markers
{
    public const int Most = 60;

    public static IReadOnlyList<Marker> Of(IReadOnlyList<VersionedEvent> events, EventSentence sentences)
    {
        // Only what is shown is put into words: a long history has thousands.
        var found = Find(events);
        return [.. found.Skip(found.Count - Most).Select(one => Of(one.Letter, events[one.Index], events, sentences))];
    }

    /// <summary>The letters of those events that have one, in order. Each depends only on what comes before it.</summary>
    public static List<(string Letter, int Index)> Find(IReadOnlyList<VersionedEvent> events)
    {
        var found = new List<(string Letter, int Index)>();
        Verdict? before = null;
        for (var i = 0; i < events.Count; i++)
        {
            var e = events[i].Event;
            if (Letter(e, before) is { } letter)
            {
                found.Add((letter, i));
            }

            before = e switch
            {
                VerdictChanged v => v.Verdict,
                PhaseEntered => null,
                _ => before,
            };
        }

        return found;
    }

    public static Marker Of(string letter, VersionedEvent e, IReadOnlyList<VersionedEvent> events, EventSentence sentences)
    {
        var (at, version) = e.Event is NoteAdded { About: { } about } ? PlaceOf(about, e, events) : (e.Event.Origin.At, e.Version);
        return new(letter, at.ToUnixTimeMilliseconds(), Times.Clock(at), sentences.Of(e.Event), version);
    }

    /// <summary>A note stands where it points, not where it was written.</summary>
    private static (DateTimeOffset At, long Version) PlaceOf(NoteAnchor about, VersionedEvent note, IReadOnlyList<VersionedEvent> events) => about switch
    {
        { From: { } from } => (from, events.LastOrDefault(e => e.Event.Origin.At <= from)?.Version ?? 1),
        { Event: { } version } => (events.FirstOrDefault(e => e.Version == version)?.Event.Origin.At ?? note.Event.Origin.At, version),
        _ => (note.Event.Origin.At, note.Version),
    };

    /// <summary>A verdict is worth a letter when it decides, when a limit is crossed, and when its source falls silent.</summary>
    private static string? Letter(DomainEvent e, Verdict? before) => e switch
    {
        PhaseEntered => "S",
        VerdictChanged { Verdict: { Reason: VerdictReason.SourceError } } when before?.Reason != VerdictReason.SourceError => "X",
        VerdictChanged { Verdict: { Kind: not VerdictKind.Hold } v } when before?.Kind != v.Kind => "V",
        VerdictChanged { Verdict: { HasFailingCheck: true } } when before is not { HasFailingCheck: true } => "!",
        SplitLost => "X",
        GateOpened or GateAnswered or ApprovalGiven or ApprovalsVoided or GateLapsed or GateBroken => "A",
        PlanChanged => "C",
        ReturnStarted => "R",
        NoteAdded => "N",
        DeploymentPaused or DeploymentResumed or HoldExtended or PromotionStarted or DeploymentStarted when e.Origin.By.Kind == ActorKind.Person => "P",
        _ => null,
    };
}
