using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Resources;
using Sluice.Dashboard.Services;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;
using Sluice.Engine.Projections;

namespace Sluice.Dashboard.Approvals;

/// <summary>What somebody who decides has to know.</summary>
/// <param name="Remaining">What follows a yes, in sentences.</param>
public sealed record GateFactsView(
    string? Instructions, string From, string To, ValueList<string> Remaining, string? EvidenceThen, string? EvidenceNow, ValueList<string> Groups, int Quorum, ValueList<GateVote> Votes,
    DateTimeOffset? ExpiresAt, bool IsOpen)
{
    public ValueList<GateRisk> Risks { get; init; } = [];

    /// <summary>What the release changes against the one that it takes over from.</summary>
    public ValueList<ReleaseChange> Changes { get; init; } = [];

    /// <summary>Of the release, as markdown.</summary>
    public string? Notes { get; init; }

    /// <summary>What was asked back, and replied.</summary>
    public ValueList<GateRemark> Talk { get; init; } = [];

    /// <summary>What came of the check on the preview; null where there is none, or it is not over.</summary>
    public string? Check { get; init; }

    internal static GateFactsView Of(GateView view, RiskBook risks, IStringLocalizer<Texts> texts)
    {
        var spec = view.Bar.State.Spec;
        var (release, live) = (view.Service?.Release(spec.ToRelease)?.Spec, spec.FromRelease is { } from ? view.Service?.Release(from)?.Spec : null);
        var facts = view.Open is { } gate ? Of(view.Bar.State, gate, view.Record, texts) : Of(view.Record!);
        return facts with
        {
            Risks = view.Open is { } open ? risks.Of(view.Bar.State, open, view.Service, view.Before) : [],
            Changes = release is not null && live is not null ? ReleaseChanges.Between(live, release) : [],
            Notes = release?.Notes,
            Check = CheckOf(view.Bar.State, texts),
            Talk = view.Talk,
        };
    }

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

    private static string? CheckOf(Deployment state, IStringLocalizer<Texts> texts) => (state.PreviewRun, state.Spec.Plan.PreviewCheck) switch
    {
        ({ AcceptedBy: { } by }, { } check) => texts["PreviewCheck.WasAccepted", by.Name, CommandLine.Join(check.Command)].Value,
        ({ Outcome: HookOutcome.Succeeded, EndedAt: { } at }, { } check) => texts["PreviewCheck.Passed", Times.Clock(at), CommandLine.Join(check.Command)].Value,
        _ => null,
    };

    private static ValueList<string> RemainingOf(Deployment state, Gate gate, IStringLocalizer<Texts> texts) => gate.Kind == GateKind.RollbackQuestion
        ? []
        : state.Spec.Plan.Phases.Skip(gate.Order switch { DeploymentAction.Promote => gate.Phase + 1, DeploymentAction.PromoteFully => state.Spec.Plan.Phases.Count, _ => gate.Phase }).Select(phase => texts[phase.NeedsApproval ? "Gate.StepGated" : "Gate.Step", MirrorText.Share(texts, phase), Times.Planned(phase.Hold)].Value)
            .Append(texts[state.Spec.Plan.BeforePromotion is null ? "Gate.Promotion" : "Gate.PromotionGated"].Value).ToValueList();
}

/// <summary>One approval.</summary>
/// <param name="At">Null for what history does not keep.</param>
public sealed record GateVote(string By, DateTimeOffset? At, string? Comment);
