using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;

namespace Sluice.Domain.Tests.Strategies;

/// <summary>A plug-in that declares and writes what a test says.</summary>
internal sealed class FakeStrategy(Func<StrategyArguments, StrategyContext, PlanRequest>? write = null) : ICustomStrategy
{
    public static StrategyContext Context { get; } = new()
    {
        Service = new("shop"), Environment = new("production"), Runtime = RuntimeKind.Process, Router = RouterKind.Gateway, Instances = 3, InstancesNow = 3,
    };

    public string Name { get; init; } = "fake";

    public string Title { get; init; } = "A fake";

    public string Description { get; init; } = "For tests.";

    public DeploymentStrategy BuildsOn { get; init; }

    public IReadOnlyList<Capability> Needs { get; init; } = [];

    public IReadOnlyList<StrategyParameter> Parameters { get; init; } = [];

    public PlanRequest Write(StrategyArguments arguments, StrategyContext context) => write is null ? new(PlanKind.Stepped) : write(arguments, context);
}
