namespace Sluice.Domain.Deployments;

/// <summary>What people can order. The wire name is lower snake case.</summary>
public enum DeploymentAction
{
    Start,
    Promote,
    PromoteFully,
    Pause,
    Resume,
    RunHookAgain,
    Extend,
    Approve,
    Reject,
    AskAgain,
    Remind,
    Delegate,
    Inquire,
    Reply,
    BreakGlass,
    Review,
    Explain,
    Withdraw,
    ChangePlan,
    Abort,
    Cancel,
    RollBack,
    Retry,
    AddNote,
}

/// <summary>One action as it stands now, computed once and sent with every state.</summary>
/// <param name="Level">Friction by consequence, 0 to 3 (<c>0</c> one click, <c>3</c> typed name).</param>
/// <param name="ReasonIfNot">Null when legal; otherwise why not, for people.</param>
public sealed record AllowedAction(DeploymentAction Action, int Level, string? ReasonIfNot)
{
    /// <summary>The order is only a question until somebody else agrees.</summary>
    public bool NeedsSecondPerson { get; init; }

    public bool IsLegal => ReasonIfNot is null;
}
