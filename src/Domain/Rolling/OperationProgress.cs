using Sluice.Domain.Deployments;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Domain.Rolling;

/// <summary>
/// The operations of a deployment, by the code that plans them, each with how far it is: from the deployment's own history, and where that does not say, from what is seen.
/// Pure, and nothing is remembered: the same state and the same instances give the same list.
/// </summary>
public static class OperationProgress
{
    /// <param name="seen">What runs; empty for a state of the past.</param>
    public static ValueList<OperationStatus> Of(Service service, Deployment d, IReadOnlyCollection<ObservedInstance> seen)
    {
        if (d.Status is Ended { NoOp: true } || service.Release(d.Spec.ToRelease) is not { } release)
        {
            return [];
        }

        var before = Before(service, d);
        var hasHook = d.Hook is not null || (!d.StableIsKnown && HookDecider.Begin(service, d.Spec).Length > 0);
        var plan = OperationPlan.For(d.Spec.Plan, before, d.Spec.ToRelease, release.Spec.Endpoints?.Count ?? release.Spec.Replicas, hasHook);
        return IsGoingBack(d) ? [.. Left(d, plan, seen), .. Back(d, before, seen)] : Forward(d, plan, seen);
    }

    private static (int Release, int Instances)? Before(Service service, Deployment d)
    {
        var number = d.StableIsKnown ? d.Stable?.Release : d.Spec.FromRelease;
        return number is { } release && service.Release(release)?.Spec is { } spec ? (release, d.Stable?.Replicas ?? spec.Endpoints?.Count ?? spec.Replicas) : null;
    }

    private static bool IsGoingBack(Deployment d) => d.Status is RollingBack or Ended { Outcome: not Outcome.Succeeded };

    private static ValueList<OperationStatus> Forward(Deployment d, ValueList<Operation> plan, IReadOnlyCollection<ObservedInstance> seen)
    {
        var (list, isBehind) = (new List<OperationStatus>(), true);
        for (var i = 0; i < plan.Count; i++)
        {
            var operation = plan[i];
            if (IsSkipped(d, operation))
            {
                list.Add(new(operation, OperationState.Skipped));
            }
            else if (isBehind && IsDone(d, plan, i, seen))
            {
                list.Add(new(operation, OperationState.Done));
            }
            else
            {
                list.Add(isBehind ? Current(d, operation, seen) : new(operation, Leaves(d, operation, seen) ? OperationState.UnderWay : OperationState.Planned));
                isBehind = false;
            }
        }

        return list.ToValueList();
    }

    /// <summary>What was done before the return, what failed, and what comes no more.</summary>
    private static IEnumerable<OperationStatus> Left(Deployment d, ValueList<Operation> plan, IReadOnlyCollection<ObservedInstance> seen)
    {
        var failed = d.FailedStage is null ? -1 : plan.ToList().FindIndex(operation => !IsRecorded(d, operation) && !IsSkipped(d, operation) && Fails(d, operation));
        for (var i = 0; i < plan.Count; i++)
        {
            yield return i == failed ? new(plan[i], OperationState.Failed, Reason: RunOf(d, plan[i])?.Problem ?? Reason(d))
                : IsRecorded(d, plan[i]) ? new(plan[i], OperationState.Done)
                : new(plan[i], OperationState.Skipped);
        }
    }

    private static bool Fails(Deployment d, Operation operation) => d.FailedStage switch
    {
        HookDecider.Stage => operation.Kind == OperationKind.RunHook,
        HookDecider.PreviewStage => operation.Kind == OperationKind.CheckPreview,
        "apply" => operation.Kind == OperationKind.Start,
        _ => false,
    };

    private static string? Reason(Deployment d) => d.Status switch
    {
        RollingBack r => r.Reason,
        Ended e => e.Reason,
        _ => null,
    };

    /// <summary>Traffic first, then the instances of the new release; nothing where nothing was started.</summary>
    private static IEnumerable<OperationStatus> Back(Deployment d, (int Release, int Instances)? before, IReadOnlyCollection<ObservedInstance> seen)
    {
        if (d.HookIsInTheWay || !d.StableIsKnown)
        {
            yield break;
        }

        var (isOver, since) = (d.Status is Ended, (d.Status as RollingBack)?.Since);
        var fresh = seen.Where(instance => instance.Release == d.Spec.ToRelease).ToList();
        var isBack = isOver || d.Set == TrafficSplit.AllStable;
        if (before is { } old)
        {
            yield return new(new(OperationKind.Shift, Math.Max(d.Phase, 0), old.Release, old.Instances, Share.All), isBack ? OperationState.Done : OperationState.UnderWay, isBack ? null : since);
        }

        var gone = fresh.Count == 0;
        yield return new(
            new(OperationKind.Stop, Math.Max(d.Phase, 0), d.Spec.ToRelease, fresh.Count), gone ? OperationState.Done : isBack ? OperationState.UnderWay : OperationState.Next, gone || !isBack ? null : since);
    }

    private static bool IsSkipped(Deployment d, Operation operation) => d.Phases[operation.Phase].Status == PhaseStatus.Skipped && operation.Kind is OperationKind.Shift or OperationKind.Copy;

    private static HookRun? RunOf(Deployment d, Operation operation) => operation.Kind switch
    {
        OperationKind.RunHook => d.Hook,
        OperationKind.CheckPreview => d.PreviewRun,
        _ => null,
    };

    /// <summary>What the history says, whatever runs now.</summary>
    private static bool IsRecorded(Deployment d, Operation operation) => operation.Kind switch
    {
        OperationKind.RunHook or OperationKind.CheckPreview => RunOf(d, operation) is { IsBehind: true },
        OperationKind.Start when d.Spec.Plan.Rolling is null => d.CanaryIsReady,
        OperationKind.Stop when d.Spec.Plan.Rolling is null => false,
        _ => d.Phases[operation.Phase] is { SetAt: not null } or { IsBehind: true, Status: not PhaseStatus.Skipped },
    };

    private static bool IsDone(Deployment d, ValueList<Operation> plan, int index, IReadOnlyCollection<ObservedInstance> seen)
    {
        var operation = plan[index];
        if (IsRecorded(d, operation))
        {
            return true;
        }

        var own = seen.Where(instance => instance.Release == operation.Release && !instance.IsLeaving).ToList();
        return operation.Kind switch
        {
            // Beside what was live its instances stand by for a while after the end.
            OperationKind.Stop when d.Spec.Plan.Rolling is null => d.Status is Ended && seen.All(instance => instance.Release != operation.Release),
            OperationKind.Stop when operation.Phase == Math.Max(d.Phase, 0) => d.StableIsKnown && seen.Count > 0 && seen.Count(instance => instance.Release == operation.Release) <= Begun(plan, operation.Release, d) - Upto(plan, index, OperationKind.Stop),
            OperationKind.Start when operation.Phase == Math.Max(d.Phase, 0) => own.Count(instance => instance.IsReady) >= Upto(plan, index, OperationKind.Start),
            _ => false,
        };
    }

    private static int Begun(ValueList<Operation> plan, int release, Deployment d) => d.Stable?.Replicas ?? plan.Where(operation => operation.Kind == OperationKind.Stop && operation.Release == release).Sum(operation => operation.Instances);

    private static int Upto(ValueList<Operation> plan, int index, OperationKind kind) => plan.Take(index + 1).Where(operation => operation.Kind == kind).Sum(operation => operation.Instances);

    /// <summary>In place of each other, old instances leave while the share on the way is still being set.</summary>
    private static bool Leaves(Deployment d, Operation operation, IReadOnlyCollection<ObservedInstance> seen) =>
        operation.Kind == OperationKind.Stop && d is { Stage: RunStage.Shift, Spec.Plan.Rolling: not null } && operation.Phase == d.Phase && seen.Any(instance => instance.Release == operation.Release && instance.IsLeaving);

    private static OperationStatus Current(Deployment d, Operation operation, IReadOnlyCollection<ObservedInstance> seen)
    {
        var failure = operation.Kind == OperationKind.Start ? seen.FirstOrDefault(instance => instance.Release == operation.Release && instance.Failure is not null) : null;
        return (operation.Kind, d.Status) switch
        {
            _ when RunOf(d, operation) is { IsUnderWay: true } run => new(operation, OperationState.UnderWay, run.StartedAt),
            _ when RunOf(d, operation) is { Outcome: not null } run => new(operation, OperationState.Failed, Reason: run.Problem),
            (_, Running { Stage: RunStage.Apply or RunStage.Shift } or Paused { Reason: PauseReason.Failure }) when failure is not null =>
                new(operation, OperationState.Failed, Reason: $"{failure.Id} {failure.Failure}"),
            (_, Running { Stage: RunStage.Apply or RunStage.Shift }) when operation.Phase == Math.Max(d.Phase, 0) =>
                new(operation, OperationState.UnderWay, d.Phase >= 0 ? d.Phases[d.Phase].StartedAt : d.Hook?.EndedAt ?? d.StartedAt),
            (OperationKind.Stop, Ended or Promoting) => new(operation, OperationState.Next),
            (_, Paused p) => new(operation, OperationState.Next, Reason: p.Why),
            _ => new(operation, OperationState.Next),
        };
    }
}
