using Sluice.Dashboard.Services;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Domain.Strategies;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>Fills a form with what an earlier deployment was created with.</summary>
internal static class FormOf
{
    public static DeploymentForm Deployment(DeploymentSpec spec, StrategyBook? book = null)
    {
        var form = new DeploymentForm
        {
            Environment = spec.Environment.Value,
            Release = FormattableString.Invariant($"{spec.ToRelease}"),
            ForceRecreate = spec.ForceRecreate,
            SkipHealth = spec.SkipHealth,
            ErrorRate = Text(spec.Thresholds.ErrorRate),
            LatencyP50 = Text(spec.Thresholds.LatencyP50),
            LatencyP95 = Text(spec.Thresholds.LatencyP95),
            LatencyP99 = Text(spec.Thresholds.LatencyP99),
            ThroughputMin = Text(spec.Thresholds.ThroughputMin),
            Limits = [.. spec.Thresholds.Custom.Select(LimitForm.From)],
            Judged = spec.Analysis.Enabled,
            Mode = Words.Of(spec.Analysis.Mode),
            MissedRegressionProbability = Text(spec.Analysis.Evidence?.MissedRegressionProbability),
            Warmup = Text(spec.Analysis.Evidence?.Warmup),
            DesignEffect = Text(spec.Analysis.Evidence?.DesignEffect),
            Metrics = [.. (spec.Analysis.Evidence?.Metrics ?? []).Select(rule => MetricForm.From(rule, spec.Metrics ?? []))],
            Ranks = spec.Analysis.Ranks is { } ranks ? RankJson.Of(ranks) : null,
            Interval = Text(spec.Analysis.Interval),
            Lookback = Text(spec.Analysis.Lookback),
            Counters = spec.Analysis.Counters is { } limits ? CounterForm.From(limits) : new(),

            // What a limit takes the place of is not asked for beside it.
            SuccessfulRuns = spec.Analysis.Counters is { Count: not null } or { ConsecutiveSuccessLimit: not null } ? "" : Text(spec.Analysis.SuccessfulRuns),
            FailedRuns = spec.Analysis.Counters is { FailureLimit: not null } ? "" : Text(spec.Analysis.FailedRuns),
            MinRequests = Text(spec.Analysis.MinRequests),
            ConfidenceLevel = Text(spec.Analysis.ConfidenceLevel),
            OnInconclusive = Words.Of(spec.Analysis.OnInconclusive),
            RollbackEnabled = spec.Rollback.Enabled,
            ManualApproval = spec.Rollback.Asks,   // not automatic is the same wish
            RollbackApproval = spec.Rollback.Approval is { } answer ? ApprovalJson.Of(answer) : null,
            PromotionGate = spec.Plan.BeforePromotion is { } promotion ? ApprovalJson.Of(promotion) : null,
            WhileWaiting = Words.Of(spec.Rollback.WhileWaiting),
            OnErrorRate = Text(spec.Rollback.OnErrorRate),
            OnLatencyIncrease = Text(spec.Rollback.OnLatencyIncrease),
            OnMetricFailure = [.. spec.Rollback.OnMetricFailure],
        };

        if (spec.Plan.Users is { } users)
        {
            form.Strategy = Words.Of(spec.Strategy);
            (form.StickyBy, form.StickyName) = users.Sticky is { } sticky ? (Words.Of(sticky.By), sticky.Name ?? "") : ("", "");
            form.Matches = users.Match.Count > 0 ? [.. users.Match.Select(MatchForm.From)] : form.Matches;
        }

        // Where the strategy is not there any more, the plan that it wrote is asked for as it is.
        if (spec.Custom is { } use && book?.Find(use.Name) is { } custom)
        {
            var decides = form.OnInconclusive;
            form.Choose(custom);
            (form.OnInconclusive, form.Standby) = (decides, Text(spec.Plan.Standby));
            form.Matches = [.. (spec.Plan.Users?.Match ?? []).Select(MatchForm.From)];
            foreach (var (parameter, argument) in form.Parameters.Join(use.Arguments, parameter => parameter.Name, argument => argument.Name, (parameter, argument) => (parameter, argument), StringComparer.Ordinal))
            {
                parameter.Text = argument.Value;
            }

            return form;
        }

        // An instant plan cannot be asked for; what it became stays a plan of its own.
        if (spec is { Strategy: DeploymentStrategy.BlueGreen, Plan.Phases: [.., var switched] })
        {
            form.Strategy = Words.Of(spec.Strategy);
            form.Hold = Text(switched.Hold);
            form.Standby = Text(spec.Plan.Standby);
            form.PreviewCheck = PreDeployForm.From(spec.Plan.PreviewCheck);
            form.SwitchGate = switched.NeedsApproval ? ApprovalJson.Of(switched.Approval ?? ApprovalRule.Anyone) : null;
        }
        else if (spec.Plan.Rolling is { } rolling)
        {
            form.Strategy = Words.Of(spec.Strategy);
            form.Hold = Text(spec.Plan.Phases[^1].Hold);
            if (spec.Strategy == DeploymentStrategy.Rolling)
            {
                form.Pause = Text(spec.Plan.Phases[0].Gap.For);
                form.Parallelism = FormattableString.Invariant($"{spec.Plan.Phases[0].Instances}");
                form.MaxSurge = FormattableString.Invariant($"{rolling.MaxSurge}");
                form.MaxUnavailable = FormattableString.Invariant($"{rolling.MaxUnavailable}");
            }
        }
        else if (spec is { Strategy: DeploymentStrategy.Mirror, Plan: { Mirror: { } mirror, Phases: [.., var last] } })
        {
            form.Strategy = Words.Of(spec.Strategy);
            form.MirrorPhases = [.. spec.Plan.Phases.Where(phase => phase.Mirror is not null).Select(PhaseForm.From)];
            form.MirrorUnsafe = mirror.UnsafeMethods;
            form.MirrorBody = FormattableString.Invariant($"{mirror.MaxBody}");
            form.Hold = Text(last.Hold);
            form.Standby = Text(spec.Plan.Standby);
            form.SwitchGate = last.NeedsApproval ? ApprovalJson.Of(last.Approval ?? ApprovalRule.Anyone) : null;
        }
        else if (spec.Plan.Kind != PlanKind.Instant)
        {
            form.Kind = "phases";
            form.Phases = [.. spec.Plan.Phases.Select(PhaseForm.From)];
        }

        return form;
    }

    private static string Text(double? number) => number is { } value ? FormattableString.Invariant($"{value}") : "";

    private static string Text(TimeSpan? length) => length is { } value ? Durations.Format(value) : "";
}
