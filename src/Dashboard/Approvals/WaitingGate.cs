using Sluice.Dashboard.Access;
using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Approvals;

/// <summary>One question that waits for people, or did a moment ago.</summary>
/// <param name="Release">The release that would get traffic.</param>
/// <param name="Place">Where it is delivered; null when that is not known.</param>
internal sealed record WaitingGate(Deployment State, Gate Gate, Release? Release, ServiceEnvironment? Place)
{
    /// <summary>What its risks are worked out from; null when that is not known.</summary>
    public Service? Service { get; init; }

    /// <summary>The attempt before, when it did not succeed.</summary>
    public Deployment? Before { get; init; }

    /// <summary>How it ended, while somebody may still have it on screen.</summary>
    public GateClosing? Closed { get; init; }

    /// <summary>How links name it.</summary>
    public string Key => GateLink.KeyOf(State.Id, Gate.Id);

    public string? ReasonAgainst(CurrentActor current) => current.ReasonAgainst(Gate, State, Release, Place);

    /// <summary>Who asked, or who made the deployment when a rule without four eyes asks; null for a question that a policy asks.</summary>
    public Actor? AskedBy => Gate.AskedBy ?? (Gate.GoesOn ? State.CreatedBy : null);

    /// <summary>An approver asked back, and the reader is the one who wants to go on.</summary>
    public bool WaitsForReplyOf(Actor reader) => Gate.Unanswered is { } asked && asked.By != reader && (Gate.AskedBy ?? State.CreatedBy) == reader;

    /// <summary>It needs the reader: to answer it, or what was asked back.</summary>
    public bool WaitsFor(CurrentActor current) => WaitsForReplyOf(current.Actor) || ReasonAgainst(current) is null;

    /// <summary>What it depends on whom it waits for. The rest is only known beside it.</summary>
    public (Gate, ServiceEnvironment?, ValueList<Actor>, bool) Standing => (Gate, Place, State.PlanEditors, State.Verdict is { HasFailingCheck: true });

    /// <summary>The share of the new release after a yes.</summary>
    public string To => RiskBook.After(State, Gate).ToString();
}

/// <param name="Word">Wire name of the outcome, as the lists have it.</param>
internal sealed record GateClosing(string Word, string By, DateTimeOffset At);
