using Sluice.Domain.Deployments;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Strategies;

/// <summary>Has a custom strategy write a plan, and trusts nothing of it: what it throws and what breaks a rule is told in its name.</summary>
public static class PlanWriting
{
    private const int MostPhases = 100;
    private const int MostShown = 5;

    public static (PlanRequest? Plan, FieldError? Error) Write(CustomStrategy strategy, StrategyArguments arguments, StrategyContext context)
    {
        try
        {
            var plan = strategy.Writer.Write(arguments, context);
            var broken = plan is null ? ["no plan"] : Broken(plan, strategy.BuildsOn, context);
            return broken.Count == 0 ? (plan, null) : (null, Error(strategy, $"a strategy whose plan keeps the rules; it wrote {string.Join("; ", broken)}"));
        }
        catch (Exception ex)
        {
            // Somebody else's code: whatever it throws refuses this one order.
            return (null, Error(strategy, $"another strategy or other parameters; with these it failed: {ThrownText.Of(ex)}"));
        }
    }

    private static FieldError Error(CustomStrategy strategy, string remedy) => new("strategy", $"{strategy.Name} {strategy.Version}", remedy);

    private static ValueList<string> Broken(PlanRequest plan, DeploymentStrategy strategy, StrategyContext context)
    {
        // Some kinds cannot be asked for at all, and a list without end must not be looked through.
        if (StrategyPlans.Remedy(strategy, plan.Kind) is { } remedy)
        {
            return [$"the kind {plan.Kind}, expected {remedy}"];
        }

        if (plan.Kind == PlanKind.Instant || !Enum.IsDefined(plan.Kind))
        {
            return [$"the kind {plan.Kind}, expected one that can be asked for"];
        }

        if (plan.Phases.Count > MostPhases)
        {
            return [$"{plan.Phases.Count} phases, expected at most {MostPhases}"];
        }

        if (strategy != DeploymentStrategy.Ab && plan.Users?.Match.Count > 0)
        {
            return ["plan.match, expected nothing: only what builds on ab picks users out"];
        }

        var complete = plan.IsInPlace ? plan with { Instances = context.Instances, InstancesNow = context.InstancesNow, UsualOrder = context.UsualOrder } : plan;
        var errors = PlanBuilder.Build(complete).Errors;
        return
        [
            .. errors.Take(MostShown).Select(error => $"{error.Field} {error.Found}, expected {error.Remedy}"),
            .. errors.Count > MostShown ? [$"{errors.Count - MostShown} mistakes more"] : Array.Empty<string>(),
        ];
    }
}
