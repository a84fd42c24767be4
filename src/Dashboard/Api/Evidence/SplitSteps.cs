using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Api.Evidence;

/// <summary>The canary's share over time, as steps that a chart can draw: a fold, read off after every event.</summary>
internal static class SplitSteps
{
    public static StepsView Of(IEnumerable<DeploymentEvent> events)
    {
        List<StepView> asked = [], set = [];
        Deployment? state = null;
        foreach (var e in events)
        {
            state = Deployment.Evolve(state, e);
            Add(asked, new StepView(e.Origin.At, state.Asked.Canary.Percent));
            Add(set, new StepView(e.Origin.At, state.Set?.Canary.Percent));
        }

        return new(asked, set);
    }

    private static void Add(List<StepView> steps, StepView step)
    {
        if (steps.Count == 0 || steps[^1].Canary != step.Canary)
        {
            steps.Add(step);
        }
    }
}
