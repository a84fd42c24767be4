using System.Text.Json.Serialization;
using Sluice.Domain.Deployments;

namespace Sluice.Domain.Gates;

public enum GateKind
{
    /// <summary>A trigger fired: approve goes back, reject carries on and mutes the trigger for this phase.</summary>
    RollbackQuestion,

    /// <summary>The plan asks before a phase: approve enters it, reject ends as the rule says.</summary>
    BeforePhase,

    /// <summary>The plan asks before the new release becomes the live one.</summary>
    BeforePromotion,

    /// <summary>Somebody ordered to go on against the verdict, or without one: approve carries the order out, reject drops it.</summary>
    Override,
}

/// <summary>A question that must be answered before going on. There is no way round it.</summary>
/// <param name="Id">Answers name it, so that an answer to an old question cannot reach a new one.</param>
/// <param name="Question">In one sentence, for people.</param>
/// <param name="Triggers">The checks that fired; empty for a plan's gate.</param>
public sealed record Gate(string Id, GateKind Kind, string Question, int Phase, ValueList<string> Triggers, DateTimeOffset AskedAt)
{
    /// <summary>The order that waits for a second person; null for every other kind.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DeploymentAction? Order { get; init; }

    /// <summary>Null for questions that were asked before there were rules.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ApprovalRule? Rule { get; init; }

    /// <summary>Who wants to go on; null for a question that a policy asks.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public Actor? AskedBy { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>What an approval is about; null for questions that were asked before there were rules.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GateBinding? Binding { get; init; }

    /// <summary>Approvals so far, each of another person.</summary>
    [JsonIgnore]
    public ValueList<Vote> Votes { get; init; } = [];

    /// <summary>Who wants to carry on, where that takes several people; each another person.</summary>
    [JsonIgnore]
    public ValueList<Vote> CarryOn { get; init; } = [];

    /// <summary>Approvals that no longer count, also those of a question that this one took the place of; without those who have approved again.</summary>
    [JsonIgnore]
    public ValueList<VoidedVote> Voided { get; init; } = [];

    /// <summary>People who may answer because somebody with a say asked them to.</summary>
    [JsonIgnore]
    public ValueList<string> Delegates { get; init; } = [];

    /// <summary>What approvers asked back, and what they were told. Oldest first; also of a question that this one took the place of.</summary>
    [JsonIgnore]
    public ValueList<GateRemark> Talk { get; init; } = [];

    /// <summary>What was asked back last and has no answer; null when nothing waits for one.</summary>
    [JsonIgnore]
    public GateRemark? Unanswered => Talk is [.., { IsReply: false } last] ? last : null;

    /// <summary>Why it can no longer be answered, and has to be asked again; null while it can.</summary>
    [JsonIgnore]
    public GateLapse? Lapse { get; init; }

    [JsonIgnore]
    public DateTimeOffset? RemindedAt { get; init; }

    [JsonIgnore]
    public ApprovalRule EffectiveRule => Rule ?? ApprovalRule.Anyone;

    /// <summary>A gate with all its approvals, which a freeze keeps from opening.</summary>
    [JsonIgnore]
    public bool IsComplete => GoesOn && Lapse is null && EffectiveRule.Quorum > 0 && Votes.Count >= EffectiveRule.Quorum;

    [JsonIgnore]
    public bool IsOfThePlan => Kind is GateKind.BeforePhase or GateKind.BeforePromotion;

    /// <summary>Approving it gives the new release more traffic; the other kind takes it away.</summary>
    [JsonIgnore]
    public bool GoesOn => Kind != GateKind.RollbackQuestion;

    internal Gate Count(Vote vote) => this with { Votes = Votes.Add(vote), Voided = Without(vote) };

    internal Gate CountCarryOn(Vote vote) => this with { CarryOn = CarryOn.Add(vote), Voided = Without(vote) };

    internal Gate Void(ValueList<string> of, DateTimeOffset at, string why) => this with
    {
        // A check that fails speaks for a return, so approvals of one stand, and the wish to carry on does not.
        Votes = GoesOn ? [] : Votes,
        CarryOn = [],
        Voided = Voided.Where(voided => !of.Contains(voided.By)).Concat(of.Select(by => new VoidedVote(by, at, why))).ToValueList(),
    };

    private ValueList<VoidedVote> Without(Vote vote) => Voided.Where(voided => voided.By != vote.By.Name).ToValueList();
}

/// <summary>One approval among several.</summary>
public sealed record Vote(Actor By, DateTimeOffset At, string? Comment);

/// <summary>Something that was said at a question, beside the answers.</summary>
public sealed record GateRemark(Actor By, DateTimeOffset At, string Text, bool IsReply);

/// <summary>One approval that no longer counts, for a word to who gave it.</summary>
/// <param name="By">Name of who gave it.</param>
/// <param name="Why">What changed, as a sentence.</param>
public sealed record VoidedVote(string By, DateTimeOffset At, string Why);

/// <summary>Why a question can no longer be answered.</summary>
public enum GateLapse
{
    Expired,
    Rejected,

    /// <summary>An order that waited for a second person was taken back.</summary>
    Withdrawn,

    /// <summary>What an order that waited for a second person was about has changed.</summary>
    Overtaken,
}
