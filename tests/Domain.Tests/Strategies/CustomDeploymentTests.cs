using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;
using Sluice.Domain.Tests.Deployments;

namespace Sluice.Domain.Tests.Strategies;

/// <summary>What a deployment keeps of the strategy that wrote its plan, and what its place must have.</summary>
public sealed class CustomDeploymentTests
{
    private static readonly CustomStrategyUse s_use = new("fake", "1.0", [new("first", "5")]);

    [Fact]
    public void The_plan_is_what_is_recorded_and_the_strategy_is_told_beside_it_and_by_another_try()
    {
        var bus = Make.BusWithLive();
        var request = Make.Request() with { Custom = s_use, AutoStart = false };
        var (id, decision) = bus.Create(request);
        var created = Created(decision);
        Assert.Equal(s_use, created.Spec.Custom);
        Assert.Equal(PlanBuilder.Build(request.Plan).Plan, created.Spec.Plan);

        bus.Send(id, new DeploymentCommand.Cancel("later"));
        var again = Created(bus.Retry(id).Decision);
        Assert.Equal((created.Spec.Plan, s_use), (again.Spec.Plan, again.Spec.Custom));
    }

    [Fact]
    public void Where_somebody_else_runs_the_instances_a_strategy_that_starts_some_is_refused()
    {
        var external = Make.Environment() with { Runtime = new(RuntimeKind.External) };
        var service = Service.Fold([new ServiceEvent.ServiceDeclared(Make.Checkout, [external]), new ServiceEvent.ReleaseAdded(1, new() { Endpoints = ["http://10.0.0.1"] })])!;
        var request = Make.Request() with { Release = 1, Custom = s_use, Needs = [Capability.StartInstances], AutoStart = false };
        var refused = Assert.IsType<Decision.Refused>(DeploymentCreation.Create(service, request).Decision);
        var error = Assert.Single(Assert.IsType<Refusal.Invalid>(refused.Refusal).Errors);
        Assert.Equal(("strategy", "fake"), (error.Field, error.Found));
        Assert.Contains("someone else starts and stops these", error.Remedy, StringComparison.Ordinal);
        Assert.IsType<Decision.Accepted>(DeploymentCreation.Create(service, request with { Needs = [Capability.CopyRequests] }).Decision);
    }

    [Fact]
    public void A_plan_is_written_for_the_place_and_its_releases()
    {
        var service = Make.BusWithLive().Service;
        var context = StrategyContext.Of(service, environment: null, release: null, Make.Release() with { Replicas = 4 })!;
        Assert.Equal((Make.Production, RuntimeKind.Process, RouterKind.Gateway, 4, 1), (context.Environment, context.Runtime, context.Router, context.Instances, context.InstancesNow));
        Assert.Null(StrategyContext.Of(service, new("nowhere"), 1, fresh: null));
        Assert.Null(StrategyContext.Of(service, environment: null, release: 99, fresh: null));
    }

    private static DeploymentEvent.DeploymentCreated Created(Decision decision) =>
        Assert.Single(Assert.IsType<Decision.Accepted>(decision).Events.OfType<DeploymentEvent.DeploymentCreated>());
}
