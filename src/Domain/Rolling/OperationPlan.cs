using Sluice.Domain.Deployments;

namespace Sluice.Domain.Rolling;

/// <summary>
/// What a deployment will do, in order, if every instance gets ready and every phase passes. Instances that take each other's place are counted by <see cref="RollingStep"/>,
/// which also counts them when it is done.
/// </summary>
public static class OperationPlan
{
    /// <param name="before">What is live; null: nothing.</param>
    /// <param name="instances">What the new release has.</param>
    /// <param name="hasHook">The new release has a pre-deploy command.</param>
    public static ValueList<Operation> For(PhasePlan plan, (int Release, int Instances)? before, int release, int instances, bool hasHook = false)
    {
        var instancesAndTraffic = plan.Rolling is { } limits && before is { } old ? InPlaceOf(plan, limits, old, release) : Beside(plan, before, release, instances);
        return hasHook ? [new(OperationKind.RunHook, 0, release, 0), .. instancesAndTraffic] : instancesAndTraffic.ToValueList();
    }

    private static IEnumerable<Operation> Beside(PhasePlan plan, (int Release, int Instances)? before, int release, int instances)
    {
        yield return new(OperationKind.Start, 0, release, instances);
        if (plan.PreviewCheck is not null)
        {
            yield return new(OperationKind.CheckPreview, 0, release, instances);
        }

        var first = before is null ? plan.Last : 0;
        for (var phase = first; phase <= plan.Last; phase++)
        {
            yield return plan.Phases[phase] is { Mirror: { } copied }
                ? new(OperationKind.Copy, phase, release, instances, copied)
                : new(OperationKind.Shift, phase, release, instances, plan.Phases[phase].Share);
        }

        if (before is { } old)
        {
            yield return new(OperationKind.Stop, plan.Last, old.Release, old.Instances);
        }
    }

    private static IEnumerable<Operation> InPlaceOf(PhasePlan plan, RollingLimits limits, (int Release, int Instances) before, int release)
    {
        var (old, fresh) = (before.Instances, 0);
        for (var phase = 0; phase <= plan.Last; phase++)
        {
            var target = plan.Phases[phase].Instances ?? limits.Instances;
            List<Operation> batch = [];

            // The first batch must be ready before it gets anything; those after it serve as they come.
            foreach (var serves in phase == 0 ? new[] { false, true } : [true])
            {
                var targets = RollingTargets.For(limits, before, release, target, serves, isReturning: false);
                while (Step(targets, phase, ref old, ref fresh) is { Count: > 0 } done)
                {
                    done.ForEach(operation => Add(batch, operation));
                }
            }

            // What is ready serves before anything leaves for it.
            batch.Insert(batch.FindLastIndex(operation => operation.Kind == OperationKind.Start) + 1, new(OperationKind.Shift, phase, release, fresh, plan.Phases[phase].Share));
            foreach (var operation in batch)
            {
                yield return operation;
            }
        }
    }

    /// <summary>The same again is one step.</summary>
    private static void Add(List<Operation> batch, Operation next)
    {
        if (batch is [.., var last] && (last.Kind, last.Release) == (next.Kind, next.Release))
        {
            batch[^1] = last with { Instances = last.Instances + next.Instances };
        }
        else
        {
            batch.Add(next);
        }
    }

    private static List<Operation> Step(RollingTargets targets, int phase, ref int old, ref int fresh)
    {
        var kept = RollingStep.Next(targets, [.. Ready(targets.OldRelease, old), .. Ready(targets.NewRelease, fresh)]);
        List<Operation> done = [];
        Note(OperationKind.Stop, targets.OldRelease, old - kept.Old.Count);
        Note(OperationKind.Start, targets.NewRelease, kept.New.Count - fresh);
        (old, fresh) = (kept.Old.Count, kept.New.Count);
        return done;

        void Note(OperationKind kind, int release, int instances)
        {
            if (instances > 0)
            {
                done.Add(new(kind, phase, release, instances));
            }
        }
    }

    private static IEnumerable<SeenInstance> Ready(int release, int count) => Enumerable.Range(0, count).Select(slot => new SeenInstance(release, slot, IsReady: true, IsLeaving: false, IsStopping: false));
}
