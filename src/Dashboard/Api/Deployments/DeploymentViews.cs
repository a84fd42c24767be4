using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Freezes;
using Sluice.Dashboard.Api.Services;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Dashboard.Api.Strategies;
using Sluice.Dashboard.Approvals;
using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Live;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Dashboard.Api.Deployments;

/// <summary>From a folded deployment to what the wire shows of it.</summary>
internal sealed class DeploymentViews(ILiveStates live, IPlaceStatuses places, RiskBook risks, StateSentence sentences, CurrentActor current)
{
    /// <summary>As it is now, with what the reader may order and what was last seen of its place.</summary>
    public async Task<DeploymentView> NowAsync(TenantId tenant, Deployment deployment, long version, CancellationToken ct)
    {
        var service = await live.FindServiceAsync(tenant, deployment.Spec.Service, ct);
        var place = service?.State.Environment(deployment.Spec.Environment);
        var seen = place?.Holder == deployment.Id ? places.Find(new PlaceKey(tenant, deployment.Spec.Service, deployment.Spec.Environment)) : null;
        var risky = deployment.OpenGate is { } gate ? risks.Of(deployment, gate, service?.State, await risks.BeforeAsync(tenant, place, ct)) : [];
        return Show(deployment, version, place, seen, risky) with
        {
            EnginePaused = deployment.Status.IsTerminal ? null : (await live.FindFreezesAsync(tenant, ct)).State.EnginePause?.Sentence,
            Comparison = service is { State: var known }
                && (deployment.Stable?.Release ?? deployment.Spec.FromRelease) is { } before
                && known.Release(before) is { } running
                && known.Release(deployment.Spec.ToRelease) is { } desired
                ? ComparisonViews.Of(running, desired)
                : null,
        };
    }

    /// <summary>As it was: nothing can be ordered there, and nothing was counted since.</summary>
    public DeploymentView Past(Deployment deployment, long version) => Show(deployment, version, place: null, seen: null, risks: []);

    private DeploymentView Show(Deployment d, long version, ServiceEnvironment? place, PlaceStatus? seen, ValueList<GateRisk> risks) => new(
        d.Id.Value,
        d.Spec.Number,
        d.Spec.Service.Value,
        d.Spec.Environment.Value,
        Words.Of(d.Spec.Kind),
        d.Spec.FromRelease,
        d.Spec.ToRelease,
        Words.Of(d.Spec.Strategy),
        Words.Status(d.Status),
        Stage(d.Status),
        Reason(d, seen),
        d.Status is RollingBack r ? Words.Of(r.EndsAs) : null,
        d.Status is Ended { NoOp: true },
        sentences.Of(d, place, seen?.RouteProblem),
        version,
        d.Progress,
        Current(d),
        Split(d, seen),
        Phases(d),
        VerdictViews.Of(d, seen),
        place is null ? [] : Legality.Of(d, place).Select(a => current.Limit(a, d.Spec)).Select(a => new AllowedActionView(Words.Of(a.Action), a.Level, a.ReasonIfNot, a.NeedsSecondPerson)).ToList(),
        GateViews.Of(d.OpenGate, risks),
        GateViews.Of(d.BrokenGate),
        [.. d.OwedReasons.Select(GateViews.Of)],
        place is null || d.Status.IsTerminal ? null : FreezeViews.Of(Legality.Freeze(d.Spec, place)),
        d.CreatedAt,
        d.CreatedBy.Name,
        d.StartedAt,
        (d.Status as Ended)?.At,
        d.Spec.DryRun,
        d.Spec.StartAt,
        d.Spec.RetryOf?.Value,
        d.Spec.Supersedes?.Value)
    {
        Findings = FindingView.Of(d.Spec),
        Users = UserRoutingViews.Of(d.Spec.Plan.Users, seen?.Users),
        Mirror = MirrorViews.Of(d, seen?.Mirror),
        CustomStrategy = StrategyViews.Of(d.Spec.Custom),
        Template = d.Spec.Template is { } begun ? new(begun.Team, begun.Name, begun.Version) : null,
        ForceRecreate = d.Spec.ForceRecreate,
        SkipHealth = d.Spec.SkipHealth,
        Hook = Of(d.Hook),
        PreviewCheck = Of(d.PreviewRun),
    };

    private static Shapes.HookView? Of(HookRun? run) => run is null
        ? null
        : new(run.Attempt, run.Outcome is { } outcome ? Words.Of(outcome) : "running", run.StartedAt, run.EndedAt, run.ExitCode, run.Problem, run.AcceptedBy?.Name);

    private static string? Stage(DeploymentStatus status) => status switch
    {
        Running s => Words.Of(s.Stage),
        Paused s => Words.Of(s.At),
        Promoting s => Words.Of(s.Stage),
        _ => null,
    };

    private static string? Reason(Deployment d, PlaceStatus? seen) => d.Status switch
    {
        Running { Stage: RunStage.Shift or RunStage.Hold or RunStage.Waiting } or Promoting => SplitProblem(d, seen),
        Pending s => Words.Of(s.Reason),
        Paused s => Words.Of(s.Reason),
        RollingBack s => s.Reason,
        Ended s => s.Reason,
        _ => null,
    };

    private static CurrentPhaseView? Current(Deployment d) => d.CurrentPhase is { } phase
        ? new(d.Phase, d.Phases.Count, phase.Share.Percent, d.Clock.DueAt, Length(d.Clock.DueIn), d.Clock.BudgetEndsAt)
        : null;

    private static SplitView Split(Deployment d, PlaceStatus? seen) => new(
        Shares.Of(d.Asked),
        d.Set is { } set ? Shares.Of(set) : null,
        seen?.ServedCanary is { } served ? Shares.Of(new TrafficSplit(served)) : null,
        !d.SetIsUnverified,
        SplitProblem(d, seen));

    private static string? SplitProblem(Deployment d, PlaceStatus? seen) => d.SplitProblem ?? (d.Status.IsTerminal ? null : seen?.RouteProblem);

    private static List<PhaseView> Phases(Deployment d) => d.Spec.Plan.Phases.Zip(d.Phases, (plan, state) => (plan, state)).Select((p, index) => new PhaseView(
        index,
        p.plan.Share.Percent,
        Length(p.plan.Hold)!,
        p.plan.Gap.UntilResumed ? Input.PlanInput.Indefinite : Length(p.plan.Gap.For),
        p.plan.NeedsApproval,
        GateViews.Of(p.plan.Approval),
        Words.Of(p.state.Status),
        p.state.StartedAt,
        p.state.SetAt,
        p.state.EndedAt,
        p.plan.Instances) { Mirror = p.plan.Mirror?.Percent }).ToList();

    private static string? Length(TimeSpan? length) => length is { } given ? Domain.Validation.Durations.Format(given) : null;
}
