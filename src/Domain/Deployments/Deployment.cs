using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Gates;
using Sluice.Domain.Hooks;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Deployments;

/// <summary>One attempt to make a release live. Comes to be only by folding its events (<see cref="Evolve"/>).</summary>
public sealed partial record Deployment(DeploymentSpec Spec, DeploymentStatus Status, DateTimeOffset CreatedAt, Actor CreatedBy)
{
    public DeploymentId Id => Spec.Id;

    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>What was running before anything was touched; null before it was captured, and when nothing was.</summary>
    public CapturedStable? Stable { get; init; }

    public bool StableIsKnown { get; init; }

    /// <summary>What ran before anything was touched is recorded, all of it.</summary>
    public bool BeforeIsRecorded { get; init; }

    /// <summary>And what ran when it was over.</summary>
    public bool AfterIsRecorded { get; init; }

    /// <summary>The last run of the release's pre-deploy command; null when there is none.</summary>
    public HookRun? Hook { get; init; }

    /// <summary>No instance of the new release may be started yet.</summary>
    public bool HookIsInTheWay => Hook is { IsBehind: false };

    /// <summary>The last run of the plan's check on the preview; null before it, and when there is none.</summary>
    public HookRun? PreviewRun { get; init; }

    /// <summary>All instances of the new release are ready, and nobody may be asked or served yet.</summary>
    public bool PreviewIsInTheWay => PreviewRun is { IsBehind: false };

    /// <summary>The one of the two that runs, or is about to.</summary>
    public HookRun? HookUnderWay => Hook is { IsUnderWay: true } ? Hook : PreviewRun is { IsUnderWay: true } ? PreviewRun : null;

    /// <summary>The one of the two of which a person has to say what is true.</summary>
    public HookRun? HookInDoubt => Hook is { IsOpen: true } ? Hook : PreviewRun is { IsOpen: true } ? PreviewRun : null;

    public bool CanaryIsReady { get; init; }

    public ValueList<PhaseState> Phases { get; init; } = [];

    /// <summary>Index of the phase under way; -1 before the first.</summary>
    public int Phase { get; init; } = -1;

    public PhaseClock Clock { get; init; } = PhaseClock.Stopped;

    /// <summary>What the plan, or a return, asks of the router.</summary>
    public TrafficSplit Asked { get; init; } = TrafficSplit.AllStable;

    /// <summary>What was read back from the router; null when it is not known.</summary>
    public TrafficSplit? Set { get; init; }

    /// <summary>The share of the requests that are to be copied to the canary, which answers nobody then.</summary>
    public Share AskedMirror => Status is Running or Paused && CurrentPhase?.Mirror is { } share && Stable is not null ? share : Share.None;

    /// <summary>What is asked of the router is what was read back from it.</summary>
    public bool IsInForce => Set == Asked && SetMirror == AskedMirror;

    /// <summary>What of it was read back from the router.</summary>
    public Share SetMirror { get; init; } = Share.None;

    /// <summary>The router acknowledged the split but cannot read it back.</summary>
    public bool SetIsUnverified { get; init; }

    /// <summary>Why the router's split is not known.</summary>
    public string? SplitProblem { get; init; }

    public Verdict? Verdict { get; init; }

    public DateTimeOffset? EvidenceAt { get; init; }

    public Gate? OpenGate { get; init; }

    public int GatesOpened { get; init; }

    /// <summary>The pause under which a question was asked; it goes on when the question is answered with "carry on".</summary>
    public Paused? PausedBefore { get; init; }

    /// <summary>The plan's question that was open when a trigger fired; it is open again when people carry on.</summary>
    public Gate? GateBefore { get; init; }

    /// <summary>Who changed the plan after the start.</summary>
    public ValueList<Actor> PlanEditors { get; init; } = [];

    /// <summary>A gate that was broken in an emergency; somebody else owes a review.</summary>
    public BrokenGate? BrokenGate { get; init; }

    /// <summary>Orders whose reasons are still owed. Oldest first.</summary>
    public ValueList<OwedReason> OwedReasons { get; init; } = [];

    public int ReasonsOwed { get; init; }

    /// <summary>Somebody acted against the evidence, or round a question, at some time.</summary>
    public bool HasOverride { get; init; }

    /// <summary>Checks that people decided to carry on with in this phase.</summary>
    public ValueList<string> Muted { get; init; } = [];

    /// <summary>When people last went on after a failure: what failed before it is tried anew.</summary>
    public DateTimeOffset? CarriedOnAt { get; init; }

    /// <summary>Where the deployment went wrong, when it did: kept through the return.</summary>
    public string? FailedStage { get; init; }

    public RollbackOutcome RollbackOutcome { get; init; }

    public Phase? CurrentPhase => Phase >= 0 ? Spec.Plan.Phases[Phase] : null;

    /// <summary>The stage that runs, or that goes on after a pause.</summary>
    public RunStage? Stage => Status switch
    {
        Running r => r.Stage,
        Paused p => p.At,
        _ => null,
    };

    /// <summary>0 to 100; never falls. Counts phases that are behind.</summary>
    public int Progress => Status is Ended { Outcome: Outcome.Succeeded }
        ? 100
        : Phases.Count == 0 ? 0 : Math.Max(ProgressAtChange, Math.Min(99, 100 * Phases.Count(p => p.IsBehind) / Phases.Count));

    /// <summary>How far it was when the plan was changed: a longer plan does not take progress back.</summary>
    public int ProgressAtChange { get; init; }

    /// <summary>True while the canary may receive requests: the guards run.</summary>
    public bool CanaryHasTraffic => Phase >= 0 && Stage is RunStage.Shift or RunStage.Hold or RunStage.Waiting;

    /// <summary>It is to be judged, and there is nothing, too little, or nothing trustworthy to judge it by.</summary>
    public bool LacksData => IsJudged && CanaryHasTraffic
        && Verdict?.Reason is null or VerdictReason.NoDataYet or VerdictReason.NotEnoughData or VerdictReason.SourceError or VerdictReason.DataQuality or VerdictReason.Inconclusive;

    /// <summary>What one more measurement would make of the verdict. Used to decide, and to show fresh numbers between decisions.</summary>
    /// <param name="assessment">How the evidence stands; of no use in point mode.</param>
    public Verdict JudgeNext(Measurement measurement, Assessment? assessment = null) => (Spec.Analysis.Mode, measurement, assessment) switch
    {
        (AnalysisMode.Evidence, Measurement.Seen seen, { } evidence) => EvidenceJudge.Judge(Verdict, seen, evidence, Spec.Analysis, Muted),
        (AnalysisMode.MannWhitney, Measurement.Seen seen, { } evidence) => RankVerdict.Judge(Verdict, seen, evidence.Recent, Spec.Analysis, Muted, evidence.Hash),
        (AnalysisMode.Evidence or AnalysisMode.MannWhitney, Measurement.Seen, null) => Verdict.NoDataYet,
        _ => PointJudge.Judge(Verdict, measurement, Spec.Rules, Spec.Analysis, Muted),
    };

    /// <summary>A batch ends by its hold unless something speaks against it: a few instances for a few seconds prove nothing, and waiting for a proof would keep two releases side by side.</summary>
    public bool NeedsNoProof => Spec is { Plan.Rolling: not null, Analysis.OnInconclusive: OnInconclusive.AdvanceIfNoSuspicion };

    /// <summary>How many instances of the new release are asked for now: all of them, or as many as the batch under way has. Null: as many as the release has.</summary>
    public int? InstancesAsked => Spec.Plan.Rolling is null ? null : Spec.Plan.Phases[Status is Promoting or Ended { Outcome: Outcome.Succeeded } ? Spec.Plan.Last : Math.Max(Phase, 0)].Instances;

    /// <summary>With the analysis switched off, or with points and no limits, time alone decides.</summary>
    public bool IsJudged => Spec.Analysis.Enabled && (Spec.Analysis.Mode != AnalysisMode.Point || Spec.Rules.Count > 0);
}
