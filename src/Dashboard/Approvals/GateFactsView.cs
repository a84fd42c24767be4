using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Engine.Projections;

namespace Sluice.Dashboard.Approvals;

/// <summary>What somebody who decides has to know.</summary>
/// <param name="Remaining">What follows a yes, in sentences.</param>
public sealed record GateFactsView(
    string? Instructions, string From, string To, ValueList<string> Remaining, string? EvidenceThen, string? EvidenceNow, ValueList<string> Groups, int Quorum, ValueList<GateVote> Votes,
    DateTimeOffset? ExpiresAt, bool IsOpen)
{
    /// <param name="asked">From history, for what the checks said then; null while it is not there yet.</param>
    public static GateFactsView Of(Deployment state, Gate gate, GateRow? asked, IStringLocalizer<Texts> texts)
    {
        var rule = gate.EffectiveRule;
        return new(
            rule.Instructions, state.Asked.Canary.ToString(), new WaitingGate(state, gate, Release: null, Place: null).To, RemainingOf(state, gate, texts), asked?.Evidence, state.Verdict?.Sentence,
            rule.Groups, rule.Quorum, gate.Votes.Select(vote => new GateVote(vote.By.Name, vote.At, vote.Comment)).ToValueList(), gate.ExpiresAt, IsOpen: true);
    }

    public static GateFactsView Of(GateRow row) => new(
        null, InboxCard.Percent(row.FromShare), InboxCard.Percent(row.ToShare), [], row.Evidence, null, row.Groups, row.Quorum,
        row.Voters.Select(voter => new GateVote(voter, null, null)).ToValueList(), row.ExpiresAt, IsOpen: false);

    private static ValueList<string> RemainingOf(Deployment state, Gate gate, IStringLocalizer<Texts> texts) => gate.Kind == GateKind.RollbackQuestion
        ? []
        : state.Spec.Plan.Phases.Skip(gate.Order switch { DeploymentAction.Promote => gate.Phase + 1, DeploymentAction.PromoteFully => state.Spec.Plan.Phases.Count, _ => gate.Phase }).Select(phase => texts[phase.NeedsApproval ? "Gate.StepGated" : "Gate.Step", phase.Share, Times.Planned(phase.Hold)].Value)
            .Append(texts[state.Spec.Plan.BeforePromotion is null ? "Gate.Promotion" : "Gate.PromotionGated"].Value).ToValueList();
}

/// <summary>One approval.</summary>
/// <param name="At">Null for what history does not keep.</param>
public sealed record GateVote(string By, DateTimeOffset? At, string? Comment);
