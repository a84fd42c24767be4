namespace Sluice.Domain.Gates;

public enum GateKind
{
    /// <summary>A trigger fired: approve goes back, reject carries on and mutes the trigger for this phase.</summary>
    RollbackQuestion,

    /// <summary>The plan asks before a phase: approve enters it, reject goes back.</summary>
    BeforePhase,
}

/// <summary>A question that must be answered before going on. There is no way round it.</summary>
/// <param name="Id">Answers name it, so that an answer to an old question cannot reach a new one.</param>
/// <param name="Question">In one sentence, for people.</param>
/// <param name="Triggers">The checks that fired; empty for a plan's gate.</param>
public sealed record Gate(string Id, GateKind Kind, string Question, int Phase, ValueList<string> Triggers, DateTimeOffset AskedAt);
