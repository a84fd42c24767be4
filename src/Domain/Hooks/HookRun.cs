using Sluice.Domain.Services;

namespace Sluice.Domain.Hooks;

/// <summary>How one run of a command ended.</summary>
public enum HookOutcome
{
    Succeeded,

    /// <summary>It ended with another code than zero.</summary>
    Failed,

    /// <summary>It ran longer than it may and was ended.</summary>
    TimedOut,

    /// <summary>It could not be started, so nothing was done.</summary>
    NotStarted,

    /// <summary>It was ended because its deployment was.</summary>
    Stopped,

    /// <summary>It was started and is gone, and nobody saw how it ended.</summary>
    Unknown,
}

/// <summary>One run of a command of a deployment.</summary>
/// <param name="Attempt">From 1. A second one only when a person orders it.</param>
/// <param name="StartedAt">When it was decided to start it; it may have been started a little later.</param>
public sealed record HookRun(int Attempt, DateTimeOffset StartedAt)
{
    /// <summary>Which of its commands.</summary>
    public HookStage Stage { get; init; }

    /// <summary>Null while it runs, or is about to.</summary>
    public HookOutcome? Outcome { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>128 and the signal's number after a signal.</summary>
    public int? ExitCode { get; init; }

    /// <summary>Why it did not do what it should, in a sentence.</summary>
    public string? Problem { get; init; }

    /// <summary>What it wrote last, oldest first. Values of variables are taken out.</summary>
    public ValueList<string> LastLines { get; init; } = [];

    /// <summary>Who takes it as done, although nobody knows.</summary>
    public Actor? AcceptedBy { get; init; }

    public bool IsUnderWay => Outcome is null;

    /// <summary>A person has to say what is true.</summary>
    public bool IsOpen => Outcome == HookOutcome.Unknown && AcceptedBy is null;

    /// <summary>The deployment may go on.</summary>
    public bool IsBehind => Outcome == HookOutcome.Succeeded || AcceptedBy is not null;
}
