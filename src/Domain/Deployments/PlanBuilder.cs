using System.Globalization;
using Sluice.Domain.Gates;
using Sluice.Domain.Hooks;
using Sluice.Domain.Rolling;
using Sluice.Domain.Traffic;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Deployments;

/// <summary>From what was asked to the phases that will be run. Pure; the preview and the execution use the same one.</summary>
public static class PlanBuilder
{
    private const int MostPhases = 100;
    private static readonly decimal[] s_stepped = [5, 10, 25, 50, 75, 100];
    private static readonly TimeSpan s_defaultHold = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(366);
    private static readonly TimeSpan s_longestStandby = TimeSpan.FromDays(30);
    private static readonly TimeSpan s_usualSoak = TimeSpan.FromMinutes(10);

    /// <summary>The plan, or every mistake in the request. A plan that does not end at 100 % gets such a phase.</summary>
    public static (PhasePlan? Plan, ValueList<FieldError> Errors) Build(PlanRequest request)
    {
        var errors = new List<FieldError>();
        RefuseLength(request.Hold, "plan.hold", errors);
        RefuseLength(request.Pause, "plan.pause", errors);
        RefuseLength(request.Standby, "plan.standby", errors, s_longestStandby);
        RefuseForeign(request, errors);
        var phases = request.Kind switch
        {
            PlanKind.Linear => Linear(request, errors),
            PlanKind.Stepped => s_stepped.Select(share => Phase(share, request, TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(5))),
            PlanKind.Phases => Explicit(request, errors),
            PlanKind.Switch => [Switch(request, errors)],
            PlanKind.Batches or PlanKind.Recreate => RollingPhases.Build(request, errors),
            PlanKind.Mirror => MirrorPlan.Of(request, request.Phases.Count == 0 ? [] : Explicit(request, errors)),
            _ => throw new ArgumentOutOfRangeException(nameof(request), request.Kind, "An instant plan is not asked for; it follows from the deployment's kind."),
        };

        if (request.BeforePromotion is { } last)
        {
            errors.AddRange(ApprovalRules.Check(last, "plan.promotion_gate"));
        }

        var finished = phases.ToList();
        RefuseUsers(request, finished, errors);
        errors.AddRange(MirrorPlan.Check(request));
        errors.AddRange(HookRules.Check(request));
        return errors.Count > 0 ? (null, errors.ToValueList()) : (new PhasePlan(request.Kind, Finish(finished))
        {
            BeforePromotion = request.BeforePromotion,
            Users = request.Users,
            Rolling = request.IsInPlace ? RollingPhases.LimitsOf(request) : null,
            Standby = request.Standby ?? (request.Kind is PlanKind.Switch or PlanKind.Mirror ? s_usualSoak : null),
            Mirror = request.Kind == PlanKind.Mirror ? request.Mirror ?? new() : null,
            PreviewCheck = request.PreviewCheck,
        }, []);
    }

    /// <summary>One phase at 100 %: nothing served before, or going back.</summary>
    public static PhasePlan Instant(TimeSpan hold) => new(PlanKind.Instant, [new Phase(Share.All, hold)]);

    private static IEnumerable<Phase> Linear(PlanRequest request, List<FieldError> errors)
    {
        if (request is { Steps: not null, StepWeight: not null })
        {
            errors.Add(new("plan.step_weight", Text(request.StepWeight.Value), "either steps or step_weight, not both"));
        }

        if (request.Steps is { } given and (< 1 or > MostPhases))
        {
            errors.Add(new("plan.steps", Text(given), $"1 to {MostPhases} steps"));
        }

        if (request.StepWeight is { } weight && (weight < 1 || !Share.TryFromPercent(weight, out _)))
        {
            errors.Add(new("plan.step_weight", Text(weight), "1 to 100 percent in steps of 0.1"));
        }

        if (errors.Count > 0)
        {
            return [];
        }

        // Rounding down keeps the shares strictly rising; the last one is exactly 100.
        var shares = request.StepWeight is { } step
            ? Enumerable.Range(1, (int)Math.Ceiling(100 / step)).Select(i => Math.Min(100, i * step))
            : Enumerable.Range(1, request.Steps ?? 10).Select(i => Math.Floor(1000m * i / (request.Steps ?? 10)) / 10);
        return shares.Select(share => Phase(share, request, s_defaultHold, TimeSpan.FromMinutes(2)));
    }

    private static List<Phase> Explicit(PlanRequest request, List<FieldError> errors)
    {
        if (request.Phases.Count is 0 or > MostPhases)
        {
            errors.Add(new("plan.phases", $"{request.Phases.Count} phases", $"1 to {MostPhases} phases"));
        }

        var phases = new List<Phase>();
        var previous = Share.None;
        for (var i = 0; i < request.Phases.Count; i++)
        {
            var asked = request.Phases[i];
            var field = string.Create(CultureInfo.InvariantCulture, $"plan.phases[{i}]");
            RefuseLength(asked.Hold, field + ".hold", errors);
            RefuseLength(asked.Gap.For, field + ".pause_after", errors);
            var hold = asked.Hold ?? request.Hold ?? s_defaultHold;
            if (asked.Budget is { } budget && (budget <= TimeSpan.Zero || budget < hold || budget > s_longest))
            {
                errors.Add(new(field + ".budget", Durations.Format(budget), $"longer than zero, at least the hold of {Durations.Format(hold)}, at most {Durations.Format(s_longest)}"));
            }

            if (asked.Approval is { } rule)
            {
                errors.AddRange(ApprovalRules.Check(rule, field + ".gate"));
            }

            if (asked.Share is not { } percent || !Share.TryFromPercent(percent, out var share) || share == Share.None)
            {
                errors.Add(new(field + ".share", asked.Share is { } found ? Text(found) : "nothing", "more than 0 and at most 100 percent in steps of 0.1"));
                continue;
            }

            if (share <= previous)
            {
                errors.Add(new(field + ".share", Text(percent), $"more than the {Text(previous.Percent)} of the phase before: shares rise"));
            }

            previous = share;
            phases.Add(new Phase(share, hold)
            {
                Gap = asked.Gap == PhaseGap.None && request.Pause is { } pause ? PhaseGap.Timed(pause) : asked.Gap,
                NeedsApproval = asked.NeedsApproval,
                Approval = asked.Approval,
                Budget = asked.Budget,
            });
        }

        return phases;
    }

    private static Phase Switch(PlanRequest request, List<FieldError> errors)
    {
        if (request.BeforeSwitch is { } rule)
        {
            errors.AddRange(ApprovalRules.Check(rule, "plan.gate"));
        }

        return new(Share.All, request.Hold ?? s_usualSoak) { NeedsApproval = request.BeforeSwitch is not null, Approval = request.BeforeSwitch };
    }

    private static ValueList<Phase> Finish(List<Phase> all)
    {
        if (all[^1].Share != Share.All)
        {
            all.Add(new Phase(Share.All, all[^1].Hold));
        }

        all[^1] = all[^1] with { Gap = PhaseGap.None };
        return all.ToValueList();
    }

    private static Phase Phase(decimal share, PlanRequest request, TimeSpan hold, TimeSpan pause) =>
        new(Share.FromPercent(share), request.Hold ?? hold) { Gap = PhaseGap.Timed(request.Pause ?? pause) };

    private static void RefuseLength(TimeSpan? duration, string field, List<FieldError> errors, TimeSpan? longest = null)
    {
        if (duration < TimeSpan.Zero || duration > (longest ?? s_longest))
        {
            errors.Add(new(field, Durations.Format(duration.Value), $"0s to {Durations.Format(longest ?? s_longest)}"));
        }
    }

    private static void RefuseUsers(PlanRequest request, List<Phase> phases, List<FieldError> errors)
    {
        if (request.Users is not { } users)
        {
            return;
        }

        if (users.Sticky is { } sticky && (request.Kind == PlanKind.Switch || (phases.Count > 0 && phases.TrueForAll(phase => phase.Share == Share.All))))
        {
            errors.Add(new("plan.sticky", Words.Of(sticky.By), "nothing: no phase is for a part of the users"));
        }

        errors.AddRange(UserRoutingRules.Check(users));
    }

    /// <summary>What is asked for and would have no effect is a mistake, not a default.</summary>
    private static void RefuseForeign(PlanRequest request, List<FieldError> errors)
    {
        if (request is { Kind: not PlanKind.Linear, Steps: { } steps })
        {
            errors.Add(new("plan.steps", Text(steps), "nothing: only a linear plan has steps"));
        }

        if (request is { Kind: not PlanKind.Linear, StepWeight: { } weight })
        {
            errors.Add(new("plan.step_weight", Text(weight), "nothing: only a linear plan has a step weight"));
        }

        if (request is { Kind: PlanKind.Switch or PlanKind.Recreate, Pause: { } pause })
        {
            errors.Add(new("plan.pause", Durations.Format(pause), $"nothing: {(request.Kind == PlanKind.Switch ? "a switch" : "recreate")} has one phase"));
        }

        if (request is { IsInPlace: true, Standby: { } standby })
        {
            errors.Add(new("plan.standby", Durations.Format(standby), "nothing: the old instances leave as the new ones take their place"));
        }

        if (request is { IsInPlace: false, Rolling: not null })
        {
            errors.Add(new("plan.parallelism", "a way to replace instances", "nothing: only a rolling update replaces them one by one"));
        }

        if (request is { IsInPlace: true, Users: not null })
        {
            errors.Add(new("plan.sticky", "users told apart", "nothing: the share of a rolling update follows from its instances"));
        }

        if (request is { Kind: not (PlanKind.Switch or PlanKind.Mirror), BeforeSwitch: not null })
        {
            errors.Add(new("plan.gate", "an approval", "nothing: only a switch has one gate; phases have their own"));
        }

        if (request is { Kind: not (PlanKind.Phases or PlanKind.Mirror), Phases.Count: > 0 })
        {
            errors.Add(new("plan.phases", $"{request.Phases.Count} phases", "nothing: only a plan of kind phases has its own"));
        }
    }

    private static string Text(decimal number) => number.ToString(CultureInfo.InvariantCulture);
}
