using System.Diagnostics;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Engine.Projections;

/// <summary>Every question of one deployment, and what the next one will have to say: the row that the gate read model folds.</summary>
/// <param name="Phase">Index of the phase under way; -1 before the first.</param>
/// <param name="Asked">Share of the new release that the plan asks for now, in percent.</param>
/// <param name="Shares">Of the plan's phases.</param>
/// <param name="Evidence">What the checks say now.</param>
internal sealed record GateBook(
    int Number, string Service, string Environment, int? FromRelease, int ToRelease, string CreatedBy, int Phase, decimal Asked, string? Evidence, ValueList<decimal> Shares, ValueList<GateEntry> Gates)
{
    private static readonly string s_beforePhase = Words.Of(GateKind.BeforePhase);
    private static readonly string s_override = Words.Of(GateKind.Override);

    /// <exception cref="UnreachableException">The history cannot be true.</exception>
    public static GateBook Fold(GateBook? book, DeploymentEvent @event) => (book, @event) switch
    {
        (null, DeploymentCreated { Spec: var spec } e) => new(
            spec.Number, spec.Service.Value, spec.Environment.Value, spec.FromRelease, spec.ToRelease, e.Origin.By.Name, -1, 0, null, SharesOf(spec.Plan.Phases), []),
        (null, _) => throw new UnreachableException($"{@event.GetType().Name} cannot come first."),
        ({ } b, _) => b.After(@event),
    };

    private GateBook After(DeploymentEvent @event) => @event switch
    {
        PhaseEntered e => this with { Phase = e.Phase, Asked = e.Share.Percent, Evidence = null },
        PlanChanged e => Replan(e),
        VerdictChanged e => this with { Evidence = e.Verdict.Sentence },
        GateOpened e => Open(e),
        ApprovalGiven e => Change(e.GateId, gate => gate with { Voters = gate.Voters.Add(e.Origin.By.Name) }),
        ApprovalsVoided e => Change(e.GateId, gate => gate with { Voters = [] }),
        GateLapsed e => Change(e.GateId, gate => gate.Kind == s_override ? gate.Decide(e.Why == GateLapse.Rejected ? GateEntry.Rejected : GateEntry.Closed, e) : gate with { Status = GateEntry.Lapsed, Voters = [], Comment = e.Origin.Reason }),
        GateAnswered { Approved: true } e => Change(e.GateId, gate => gate.Decide(GateEntry.Approved, e) with { Voters = gate.Quorum == 0 ? [] : gate.Voters.Add(e.Origin.By.Name) }),
        GateAnswered e => Change(e.GateId, gate => gate.Decide(GateEntry.Rejected, e)),
        GateBroken e => Change(e.GateId, gate => gate.Decide(GateEntry.Broken, e) with { Incident = e.Incident, ReviewDueAt = e.ReviewDueAt.ToUniversalTime() }),
        BrokenGateReviewed e => Change(e.GateId, gate => gate with { ReviewedBy = e.Origin.By.Name }),
        ReasonOwed e => this with { Gates = Gates.Add(Owed(e)) },
        ReasonSettled e => Change(e.OwedId, owed => owed with { ReviewedBy = e.Origin.By.Name, Comment = e.Text }),
        ReturnStarted e => Close(e, e.Reason) with { Asked = 0 },
        DeploymentAborted e => Close(e, e.Reason),
        DeploymentCancelled e => Close(e, e.Reason),
        DeploymentFailed e => Close(e, e.Cause),
        _ => this,
    };

    private GateBook Open(GateOpened e)
    {
        var (gate, rule, by) = (e.Gate, e.Gate.EffectiveRule, e.Origin.By);

        // A question of the plan that is put anew takes the place of the one before.
        var before = gate.IsOfThePlan ? Close(e, comment: null) : this;
        var entry = new GateEntry(
            gate.Id, Words.Of(gate.Kind), GateEntry.Open, gate.Phase, Asked, ShareAfter(gate), gate.Question,
            gate.GoesOn ? gate.AskedBy?.Name ?? (by.Kind == ActorKind.Person ? by.Name : CreatedBy) : null,
            gate.AskedAt.ToUniversalTime(), gate.ExpiresAt?.ToUniversalTime(), rule.Quorum, rule.Groups)
        {
            Evidence = Evidence,
        };
        return before with { Gates = before.Gates.Add(entry), Asked = e.Shed ? 0 : Asked };
    }

    private GateEntry Owed(ReasonOwed e) => new GateEntry(
        e.OwedId, GateEntry.MissingReason, GateEntry.Unexplained, Math.Max(0, Phase), Asked, Asked, $"Why was it ordered to {Words.Of(e.Action).Replace('_', ' ')}?", e.Origin.By.Name,
        e.Origin.At.ToUniversalTime(), e.ExplainBy.ToUniversalTime(), Quorum: 0, Groups: [])
    {
        DecidedBy = e.Origin.By.Name,
        DecidedAt = e.Origin.At.ToUniversalTime(),
        ReviewDueAt = e.ReviewDueAt.ToUniversalTime(),
        Evidence = Evidence,
    };

    private GateBook Replan(PlanChanged e)
    {
        var book = this with { Shares = Shares.Take(Phase + 1).Concat(SharesOf(e.Ahead)).ToValueList() };
        return book with { Gates = Gates.Select(gate => gate.IsWaiting && gate.Kind == s_beforePhase ? gate with { ToShare = book.ShareAfter(GateKind.BeforePhase, gate.Phase) } : gate).ToValueList() };
    }

    private decimal ShareAfter(Gate gate) => gate.Order == DeploymentAction.Promote ? ShareAfter(GateKind.BeforePhase, gate.Phase + 1) : ShareAfter(gate.Kind, gate.Phase);

    private decimal ShareAfter(GateKind kind, int phase) => kind switch
    {
        GateKind.RollbackQuestion => 0,
        GateKind.BeforePhase when phase < Shares.Count => Shares[phase],
        _ => 100,
    };

    private GateBook Close(DeploymentEvent e, string? comment) =>
        this with { Gates = Gates.Select(gate => gate.IsWaiting ? gate.Decide(GateEntry.Closed, e) with { Comment = comment } : gate).ToValueList() };

    private GateBook Change(string id, Func<GateEntry, GateEntry> change) =>
        this with { Gates = Gates.Select(gate => gate.Gate == id && gate.CanChange ? change(gate) : gate).ToValueList() };

    private static ValueList<decimal> SharesOf(IEnumerable<Phase> phases) => phases.Select(phase => phase.Share.Percent).ToValueList();
}
