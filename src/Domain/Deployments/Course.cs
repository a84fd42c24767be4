using System.Text.Json.Serialization;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentEvent;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Deployments;

/// <summary>How one deployment went: the few facts about its way that its state forgets, for lists of many. Pure.</summary>
public sealed record Course
{
    public static Course None { get; } = new();

    /// <summary>The largest share of the new release that was read back from the router.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public Share MostShare { get; init; }

    /// <summary>Requests of the canary that the evidence rests on; null where evidence is not what judges.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public long? Judged { get; init; }

    /// <summary>Names of those whose yes let it go on, by name.</summary>
    public ValueList<string> Approvers { get; init; } = [];

    /// <summary>Somebody acted against the evidence, or round a question.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsOverridden { get; init; }

    /// <summary>A person had a hand in it between its start and its end. Notes, and reviews of what was done, are none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsTouched { get; init; }

    /// <summary>When it was decided that traffic goes back; null when it never was.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public DateTimeOffset? ReturnBeganAt { get; init; }

    /// <param name="before">The state that the event met; null for the first.</param>
    public Course After(Deployment? before, DeploymentEvent @event)
    {
        ArgumentNullException.ThrowIfNull(@event);
        var next = @event switch
        {
            SplitSet { Split.Canary: var share } when share > MostShare => this with { MostShare = share },
            VerdictChanged { Verdict.Evidence: { } evidence } => this with { Judged = evidence.CanaryRequests },
            EvidenceRecorded { Verdict.Evidence: { } evidence } => this with { Judged = evidence.CanaryRequests },
            GateAnswered { Approved: true } e when before?.OpenGate is { GoesOn: true } gate => this with { Approvers = With([.. gate.Votes.Select(vote => vote.By), e.Origin.By]) },
            ReturnStarted e => this with { ReturnBeganAt = e.Origin.At },
            _ => this,
        };
        next = next.IsOverridden || @event.Origin.Order?.Against is null ? next : next with { IsOverridden = true };
        return next.IsTouched || !IsHand(before, @event) ? next : next with { IsTouched = true };
    }

    private static bool IsHand(Deployment? before, DeploymentEvent @event) =>
        @event.Origin.By.Kind == ActorKind.Person && before is { Status: not (Pending or Ended) } && @event is not (NoteAdded or BrokenGateReviewed or ReasonSettled);

    // A last yes may wait for the end of a freeze, and then it is the engine that opens the gate.
    private ValueList<string> With(IEnumerable<Actor> approved) =>
        Approvers.Union(approved.Where(by => by.Kind == ActorKind.Person).Select(by => by.Name)).Order(StringComparer.Ordinal).ToValueList();
}
