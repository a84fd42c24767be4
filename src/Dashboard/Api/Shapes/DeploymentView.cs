namespace Sluice.Dashboard.Api.Shapes;

/// <summary>A deployment as it is, or as it was at an event. Shares are percent, times UTC.</summary>
/// <param name="Stage">Of a running, paused or promoting deployment; null otherwise.</param>
/// <param name="Reason">For pending and paused a word (<c>draft</c>, <c>queued</c>, <c>person</c>, <c>approval</c>, <c>step</c>, <c>inconclusive</c>, <c>failure</c>, <c>freeze</c>); while running and promoting the sentence that says why the asked split is not in force, if so; while returning and after the end the sentence that was given.</param>
/// <param name="EndsAs">What a return will be called when it is done.</param>
/// <param name="Sentence">What is happening and what comes next, for people.</param>
/// <param name="Version">Number of the last event; forward commands give it back as <c>expected_version</c>.</param>
/// <param name="Progress">0 to 100; never falls.</param>
/// <param name="Phase">Null before the first phase.</param>
/// <param name="AllowedActions">Every action, with the reason when it is not legal now. Empty for a state of the past.</param>
/// <param name="OwedReasons">Orders that were given without the reason that they need.</param>
/// <param name="Frozen">The freeze that keeps it from going on; null when none does, and for a state of the past.</param>
public sealed record DeploymentView(
    string Id,
    int Number,
    string Service,
    string Environment,
    string Kind,
    int? FromRelease,
    int ToRelease,
    string Strategy,
    string Status,
    string? Stage,
    string? Reason,
    string? EndsAs,
    bool NoOp,
    string Sentence,
    long Version,
    int Progress,
    CurrentPhaseView? Phase,
    SplitView Split,
    IReadOnlyList<PhaseView> Phases,
    VerdictView? Verdict,
    IReadOnlyList<AllowedActionView> AllowedActions,
    GateView? OpenGate,
    BrokenGateView? BrokenGate,
    IReadOnlyList<OwedReasonView> OwedReasons,
    FrozenView? Frozen,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    bool DryRun,
    DateTimeOffset? StartAt,
    string? RetryOf,
    string? Supersedes)
{
    /// <summary>Of a dry run: what was found out about it when it was made.</summary>
    public IReadOnlyList<FindingView> Findings { get; init; } = [];

    /// <summary>Who takes part and stays where; null: everybody, each request for itself.</summary>
    public UserRoutingView? Users { get; init; }

    /// <summary>Why nothing moves, orders included: somebody paused the engine; null while it works.</summary>
    public string? EnginePaused { get; init; }

    /// <summary>How requests are copied; null where none is.</summary>
    public MirrorView? Mirror { get; init; }

    /// <summary>The custom strategy that wrote the plan, which is one of <c>strategy</c>; null where none did.</summary>
    public CustomStrategyView? CustomStrategy { get; init; }

    /// <summary>The plan of a team that it began with; null where it began with none.</summary>
    public TemplateView? Template { get; init; }

    /// <summary>Instances are replaced also where nothing differs; <c>created_by</c> asked for it.</summary>
    public bool ForceRecreate { get; init; }

    /// <summary>Nobody asks the instances of the release how they are; <c>created_by</c> asked for it.</summary>
    public bool SkipHealth { get; init; }

    /// <summary>The last run of the release's pre-deploy command; null where there is none.</summary>
    public HookView? Hook { get; init; }

    /// <summary>The last run of the plan's check on the preview; null before it, and where there is none.</summary>
    public HookView? PreviewCheck { get; init; }

    /// <summary>The release against what ran before it; null where nothing did, and for a state of the past.</summary>
    public ComparisonView? Comparison { get; init; }
}

/// <param name="Index">From 0, as in <c>phases</c>.</param>
/// <param name="DueAt">Earliest end of the hold or of the gap; null while it is not counting.</param>
/// <param name="DueIn">What is left of a frozen timer.</param>
/// <param name="BudgetEndsAt">When the phase must have been decided.</param>
public sealed record CurrentPhaseView(int Index, int Count, decimal Share, DateTimeOffset? DueAt, string? DueIn, DateTimeOffset? BudgetEndsAt);

/// <summary>Asked by the plan, set as read back from the router, served as counted in requests.</summary>
/// <param name="Set">Null when it is not known.</param>
/// <param name="Served">Null without requests, and for a state of the past.</param>
/// <param name="Verified">False when the router can acknowledge but not be read back.</param>
/// <param name="Problem">Why the router's split is not known.</param>
public sealed record SplitView(SharesView Asked, SharesView? Set, SharesView? Served, bool Verified, string? Problem);

/// <summary>Percent; the two add up to 100.</summary>
public sealed record SharesView(decimal Stable, decimal Canary);

/// <param name="PauseAfter">A duration, <c>indefinite</c> until a person resumes, or null.</param>
/// <param name="Gate">A person must approve before this phase starts.</param>
/// <param name="Approval">Who must approve; null where anyone may.</param>
/// <param name="Instances">Of a rolling update: how many instances of the new release run in it; null: all.</param>
public sealed record PhaseView(
    int Index,
    decimal Share,
    string Hold,
    string? PauseAfter,
    bool Gate,
    ApprovalView? Approval,
    string Status,
    DateTimeOffset? StartedAt,
    DateTimeOffset? SetAt,
    DateTimeOffset? EndedAt,
    int? Instances)
{
    /// <summary>Percent of the requests that are copied in this phase, while <c>share</c> is 0; null where none is.</summary>
    public decimal? Mirror { get; init; }
}

/// <param name="Level">Friction by consequence, 0 (one click) to 3 (typed name).</param>
/// <param name="ReasonIfNot">Null when legal now.</param>
/// <param name="SecondPerson">The order only asks: it is carried out when somebody else agrees.</param>
public sealed record AllowedActionView(string Action, int Level, string? ReasonIfNot, bool SecondPerson);

/// <param name="Kind"><c>rollback_question</c>: approve goes back, reject carries on. <c>before_phase</c>: approve goes on, reject goes back.
/// <c>before_promotion</c>: approve makes the release the live one. <c>override</c>: approve carries out an order against the verdict, reject drops it.</param>
/// <param name="Order">The order that waits: <c>promote</c> or <c>promote_fully</c>; null for every other kind.</param>
/// <param name="CarryOn">Who wants to carry on although a trigger fired, where that takes several people.</param>
/// <param name="Triggers">The checks that fired; empty for a plan's gate.</param>
/// <param name="AskedBy">Who wants to go on; null for a question that a policy asks.</param>
/// <param name="Lapse"><c>expired</c> or <c>rejected</c>: it has to be asked again; null while it can be answered.</param>
/// <param name="Votes">Approvals so far; <c>quorum</c> of them open the gate.</param>
/// <param name="Plan">Fingerprint of the plan that approvals are about.</param>
/// <param name="Evidence">Fingerprint of the counts behind the verdict when it was asked.</param>
/// <param name="Talk">What approvers asked back and were told, oldest first.</param>
/// <param name="Risks">What makes a yes more than routine now: <c>failing_check</c>, <c>little_data</c>, <c>big_step</c>, <c>schema_change</c>, <c>configuration_change</c>, <c>first_after_failure</c>, <c>override</c>, <c>outside_hours</c>. Empty for a state of the past.</param>
public sealed record GateView(
    string Id,
    string Kind,
    string Question,
    int Phase,
    IReadOnlyList<string> Triggers,
    DateTimeOffset AskedAt,
    string? AskedBy,
    DateTimeOffset? ExpiresAt,
    string? Lapse,
    ApprovalView Rule,
    IReadOnlyList<VoteView> Votes,
    IReadOnlyList<string> Delegates,
    DateTimeOffset? RemindedAt,
    string? Plan,
    string? Evidence,
    string? Order,
    IReadOnlyList<VoteView> CarryOn,
    IReadOnlyList<RemarkView> Talk,
    IReadOnlyList<string> Risks);

/// <summary>Who must agree, and what happens when they do not.</summary>
public sealed record ApprovalView(int Quorum, IReadOnlyList<string> Groups, bool FourEyes, bool ExcludeAuthor, string? ExpiresAfter, string OnExpiry, string OnReject, string? Instructions);

public sealed record VoteView(string By, DateTimeOffset At, string? Comment);

/// <summary>A gate that was passed without its approvals.</summary>
/// <param name="ReviewedBy">Null while the review is owed.</param>
public sealed record BrokenGateView(string GateId, string Incident, string By, DateTimeOffset At, DateTimeOffset ReviewDueAt, string? ReviewedBy);

/// <summary>Said at a question, beside the answers.</summary>
public sealed record RemarkView(string By, DateTimeOffset At, string Text, bool IsReply);

/// <param name="Id">What <c>explain</c> and <c>review</c> name.</param>
/// <param name="ExplainBy">Until then who gave the order may add the reason.</param>
/// <param name="ReviewDueAt">When somebody else must have looked at it, unless the reason was added.</param>
public sealed record OwedReasonView(string Id, string Action, string By, DateTimeOffset At, DateTimeOffset ExplainBy, DateTimeOffset ReviewDueAt);
