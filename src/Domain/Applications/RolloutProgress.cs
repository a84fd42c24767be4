using static Sluice.Domain.Applications.ApplicationEvent;

namespace Sluice.Domain.Applications;

/// <summary>What follows from a look at the services of a rollout. Pure and level-triggered: the same look twice changes nothing the second time.</summary>
public static class RolloutProgress
{
    /// <summary>The facts that the look brings.</summary>
    public static ValueList<ApplicationEvent> Of(Rollout rollout, ValueList<ServiceSight> sights)
    {
        var events = new List<ApplicationEvent>();
        foreach (var step in rollout.Steps)
        {
            var sight = sights.FirstOrDefault(one => one.Service == step.Service);
            if (step.State is StepState.Deploying or StepState.Failed && sight?.Live == step.Release)
            {
                events.Add(new RolloutStepDone(rollout.Application, rollout.Number, step.Service));
            }
            else if (step.State == StepState.Deploying && sight?.Ended is { } why)
            {
                events.Add(new RolloutStepFailed(rollout.Application, rollout.Number, step.Service, why));
            }
        }

        var after = events.Aggregate(new ApplicationBook([rollout]), ApplicationBook.Evolve).Newest[0];
        if (StatusOf(after) is var (status, sentence) && (status != rollout.Status || (status == RolloutStatus.Held && sentence != rollout.Why)))
        {
            events.Add(status switch
            {
                RolloutStatus.Held => new RolloutHeld(rollout.Application, rollout.Number, sentence),
                RolloutStatus.Running => new RolloutWentOn(rollout.Application, rollout.Number),
                _ => new RolloutEnded(rollout.Application, rollout.Number, status, sentence),
            });
        }

        return events.ToValueList();
    }

    /// <summary>Steps whose deployments are to be made now.</summary>
    public static IEnumerable<RolloutStep> Due(Rollout rollout, ValueList<ServiceSight> sights) =>
        rollout.HasEnded ? [] : rollout.Steps.Where(step => step.State == StepState.Waiting && step.After.All(on => IsMet(rollout, on, sights)));

    /// <summary>What a waiting step waits for, in sentences.</summary>
    public static ValueList<string> WaitsFor(Rollout rollout, RolloutStep step, ValueList<ServiceSight> sights) =>
        step.State != StepState.Waiting ? [] : [.. step.After.Where(on => !IsMet(rollout, on, sights)).Select(on => (rollout.Step(on.Service)?.State, on.Condition) switch
        {
            (StepState.Failed, _) => $"{on.Service} failed.",
            (_, DependencyCondition.ServiceHealthy) => $"{on.Service} must be ready.",
            _ => $"{on.Service} must run.",
        })];

    private static bool IsMet(Rollout rollout, ServiceDependency on, ValueList<ServiceSight> sights)
    {
        var sight = sights.FirstOrDefault(one => one.Service == on.Service);
        var step = rollout.Step(on.Service);

        // Of what is being deployed with it, the new release counts; of the rest, and of what is done, what serves.
        var release = step switch
        {
            null or { State: StepState.Done } => sight?.Live,
            { State: StepState.Deploying } when on.Condition == DependencyCondition.ServiceStarted => step.Release,
            _ => (int?)null,
        };
        return release is { } number && sight?.Of(number) is { } seen
            && (on.Condition == DependencyCondition.ServiceStarted ? seen.Running > 0 : seen.Ready > 0 && seen.Ready >= seen.Wanted);
    }

    private static (RolloutStatus Status, string Sentence) StatusOf(Rollout rollout)
    {
        var failed = rollout.Steps.Where(step => step.State == StepState.Failed).ToList();
        var waiting = rollout.Steps.Where(step => step.State == StepState.Waiting).ToList();
        if (rollout.Steps.Any(step => step.State == StepState.Deploying) || waiting.Exists(step => !IsBehind(rollout, step, failed)))
        {
            return (RolloutStatus.Running, "");
        }

        var causes = string.Join(" ", failed.Select(step => $"{step.Service}: {step.Why}"));
        return (failed.Count, waiting.Count) switch
        {
            (0, _) => (RolloutStatus.Succeeded, "Every service runs as it should."),
            (_, 0) => (RolloutStatus.Failed, causes),
            _ => (RolloutStatus.Held, $"{string.Join(", ", waiting.Select(step => step.Service))} {(waiting.Count == 1 ? "waits" : "wait")} for what failed. {causes}"),
        };
    }

    /// <summary>Whether it waits for what failed, itself or through others.</summary>
    private static bool IsBehind(Rollout rollout, RolloutStep step, List<RolloutStep> failed)
    {
        var (seen, open) = (new HashSet<RolloutStep>(), new Stack<RolloutStep>([step]));
        while (open.TryPop(out var at))
        {
            foreach (var on in at.After.Select(on => rollout.Step(on.Service)).OfType<RolloutStep>().Where(seen.Add))
            {
                if (failed.Contains(on))
                {
                    return true;
                }

                if (on.State == StepState.Waiting)
                {
                    open.Push(on);
                }
            }
        }

        return false;
    }
}
