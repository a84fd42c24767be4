using Sluice.Domain.Deployments;

namespace Sluice.Domain.Strategies;

/// <summary>
/// A strategy of your own, in an assembly of your own. It writes the plan of a deployment in terms of a built-in strategy, and does nothing else. It is asked when a
/// deployment is created, and before that whenever somebody looks at what would be done. The plan is what is stored: no deployment that exists ever asks again.
/// The same question gets the same plan: no clock, no chance, no files, no network. One instance is made at the start, by the public constructor without
/// parameters, and may be asked by several threads at a time. What it throws refuses the deployment, with its message.
/// </summary>
public interface ICustomStrategy
{
    /// <summary>What <c>strategy</c> of a deployment says: a letter a to z, then up to 39 letters, digits or underscores. None of the built-in ones.</summary>
    string Name { get; }

    /// <summary>For people, 1 to 60 characters.</summary>
    string Title { get; }

    /// <summary>What happens and when to choose it, at most 500 characters.</summary>
    string Description { get; }

    /// <summary>The strategy whose plans it writes. All that is true of that one is true of it: who is compared, what is kept, how to go back.</summary>
    DeploymentStrategy BuildsOn { get; }

    /// <summary>What it needs of router and runtime beyond what <see cref="BuildsOn"/> needs anyway.</summary>
    IReadOnlyList<Capability> Needs => [];

    /// <summary>What is asked of whoever makes a deployment, at most 20. All may be left out, so all have a usual value.</summary>
    IReadOnlyList<StrategyParameter> Parameters => [];

    /// <summary>The plan. It is checked by the rules for every plan, at most 100 phases, and refused with what is wrong.</summary>
    /// <param name="arguments">A value for every parameter, within its range.</param>
    PlanRequest Write(StrategyArguments arguments, StrategyContext context);
}
