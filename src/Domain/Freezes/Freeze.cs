namespace Sluice.Domain.Freezes;

/// <summary>How a freeze stands at an instant.</summary>
public enum FreezeStage
{
    InForce,

    /// <summary>It will be in force, for the first time or again.</summary>
    Upcoming,
    Over,
    Lifted,
}

/// <summary>A declared freeze, and what became of it.</summary>
public sealed record Freeze(FreezeSpec Spec, Actor By, DateTimeOffset DeclaredAt)
{
    /// <summary>Null while nobody has lifted it.</summary>
    public FreezeLift? Lift { get; init; }

    public FreezeStage StageAt(DateTimeOffset now) => (Lift, NowOrNext(now)) switch
    {
        ({ }, _) => FreezeStage.Lifted,
        (_, null) => FreezeStage.Over,
        (_, { } span) => span.Covers(now) ? FreezeStage.InForce : FreezeStage.Upcoming,
    };

    /// <summary>The stretch in force, or the next one; null when there is none any more.</summary>
    public FreezeSpan? NowOrNext(DateTimeOffset now) => Lift is null ? Spec.SpansAfter(now).FirstOrDefault() : null;

    /// <summary>Null when it is not in force.</summary>
    public FreezeSpan? InForce(DateTimeOffset now) => NowOrNext(now) is { } span && span.Covers(now) ? span : null;
}

/// <summary>Who ended a freeze before its time.</summary>
public sealed record FreezeLift(Actor By, DateTimeOffset At, string? Reason);
