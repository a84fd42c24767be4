using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads what a custom strategy is asked with and has it write the plan, so that whoever comes after sees a plan like any other.</summary>
internal static class CustomStrategyInput
{
    private const string Unasked = "its plan is written when the environment and the release are known";

    public static DeploymentRequest Read(JsonInput input, DeploymentRequest request, CustomStrategy strategy, Service? service)
    {
        var (before, given) = (input.Errors.Count, input.Object("parameters"));
        var values = given is null ? [] : ReadValues(given, strategy.Parameters);
        var additions = input.Object("plan") is { } plan ? ReadAdditions(plan) : PlanAdditions.None;
        var areRight = input.Errors.Count == before;
        var arguments = StrategyArguments.Of(strategy.Parameters, areRight ? values : []);
        return request with
        {
            Strategy = strategy.BuildsOn,
            Custom = new(strategy.Name, strategy.Version, arguments.Shown),
            Needs = strategy.Needs,
            Plan = additions.To((areRight ? Write(input, request, strategy, arguments, additions, service) : null) ?? new PlanRequest(StrategyPlans.Usual(strategy.BuildsOn))),
        };
    }

    /// <returns>Null when there is none, and why is among the errors or will be: an unknown service is said elsewhere.</returns>
    private static PlanRequest? Write(JsonInput input, DeploymentRequest request, CustomStrategy strategy, StrategyArguments arguments, PlanAdditions additions, Service? service)
    {
        if (service is null)
        {
            return null;
        }

        if (StrategyContext.Of(service, request.Environment, request.Release, request.NewRelease) is not { } context)
        {
            input.Errors.Add("strategy", strategy.Name, Unasked);
            return null;
        }

        var (plan, error) = PlanWriting.Write(strategy, arguments, context);
        foreach (var mistake in error is null ? additions.Check(plan!, strategy.Name) : [error])
        {
            input.Errors.Add(mistake.Field, mistake.Found, mistake.Remedy);
        }

        return plan;
    }

    private static Dictionary<string, object> ReadValues(JsonInput input, ValueList<StrategyParameter> parameters)
    {
        var values = new Dictionary<string, object>(StringComparer.Ordinal);
        foreach (var parameter in parameters)
        {
            object? value = parameter switch
            {
                StrategyParameter.Number => input.Number(parameter.Name),
                StrategyParameter.Length => input.Duration(parameter.Name),
                StrategyParameter.Flag => input.Flag(parameter.Name),
                _ => input.Text(parameter.Name, parameter.Remedy),
            };
            if (value is not null && !parameter.Takes(value))
            {
                input.Errors.Add(input.PathOf(parameter.Name), InputErrors.Short(parameter.Show(value)), parameter.Remedy);
            }
            else if (value is not null)
            {
                values.Add(parameter.Name, value);
            }
        }

        input.Done();
        return values;
    }

    /// <summary>Everything else of a plan is written by the strategy, and refused as unknown here.</summary>
    private static PlanAdditions ReadAdditions(JsonInput input)
    {
        var additions = new PlanAdditions(GateInput.Read(input, "promotion_gate"), input.Duration("standby"), UserRoutingInput.Read(input));
        input.Done();
        return additions;
    }
}
