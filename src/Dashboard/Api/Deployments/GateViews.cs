using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Api.Deployments;

/// <summary>Questions, and who must agree, for the wire.</summary>
internal static class GateViews
{
    public static GateView? Of(Gate? gate, ValueList<GateRisk> risks) => gate is null ? null : new(
        gate.Id, Words.Of(gate.Kind), gate.Question, gate.Phase, gate.Triggers, gate.AskedAt, gate.AskedBy?.Name, gate.ExpiresAt,
        gate.Lapse is { } lapse ? Words.Of(lapse) : null,
        Of(gate.EffectiveRule)!,
        [.. gate.Votes.Select(vote => new VoteView(vote.By.Name, vote.At, vote.Comment))],
        gate.Delegates, gate.RemindedAt, gate.Binding?.Plan, gate.Binding?.Evidence,
        gate.Order is { } order ? Words.Of(order) : null, [.. gate.CarryOn.Select(vote => new VoteView(vote.By.Name, vote.At, vote.Comment))],
        [.. gate.Talk.Select(remark => new RemarkView(remark.By.Name, remark.At, remark.Text, remark.IsReply))],
        [.. risks.Select(Words.Of)]);

    public static ApprovalView? Of(ApprovalRule? rule) => rule is null ? null : new(
        rule.Quorum, rule.Groups, rule.FourEyes, rule.ExcludeAuthor, rule.ExpiresAfter is { } length ? Durations.Format(length) : null,
        Words.Of(rule.OnExpiry), Words.Of(rule.OnReject), rule.Instructions);

    public static OwedReasonView Of(OwedReason owed) => new(owed.Id, Words.Of(owed.Action), owed.By.Name, owed.At, owed.ExplainBy, owed.ReviewDueAt);

    public static BrokenGateView? Of(BrokenGate? gate) => gate is null ? null : new(
        gate.GateId, gate.Incident, gate.By.Name, gate.At, gate.ReviewDueAt, gate.ReviewedBy?.Name);
}
