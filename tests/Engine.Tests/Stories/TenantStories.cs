using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;
using static Sluice.Engine.Tests.Stories.ShopService;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Engine.Tests.Stories;

/// <summary>One engine runs what every tenant asks of it, and mixes nothing up that has the same name.</summary>
public sealed class TenantStories(SharedEngine shared)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Services_of_the_same_name_in_two_tenants_are_deployed_side_by_side()
    {
        var engine = await shared.StartedAsync();
        var name = engine.NewServiceName();
        var acme = await LiveAsync(engine, of: (new("acme"), name));
        var globex = await LiveAsync(engine, of: (new("globex"), name));
        await using var visitors = acme.Visit();
        await using var others = globex.Visit();
        var second = await acme.DeployAsync(Shop("2"), Quick());
        await acme.UntilEndedAsync(second, Outcome.Succeeded);
        await globex.UntilStatusAsync(status => status.Set is [{ Release: 1 }], "release 1 goes on serving");
        await visitors.LeaveAsync();
        await others.LeaveAsync();

        Assert.Empty(visitors.Broken);
        Assert.Empty(others.Broken);
        Assert.Null(await engine.States.FindDeploymentAsync(globex.Tenant, second, Ct));
        Assert.Null(await engine.States.FindDeploymentAsync(TenantId.Default, second, Ct));
        Assert.DoesNotContain(globex.Status!.Instances, instance => instance.Instance.Release == 2);
    }

    [Fact]
    public async Task A_place_at_the_gateway_that_another_tenant_has_is_refused_without_a_name()
    {
        var engine = await shared.StartedAsync();
        var theirs = await DeclareAsync(engine, of: (new("acme"), engine.NewServiceName()));
        var environment = new EnvironmentSpec(EnvironmentName.From("production"), new(RuntimeKind.Process), new(RouterKind.Gateway, theirs.Host, "/"));
        var answer = await engine.Bus.DeclareServiceAsync(new("globex"), ServiceName.From(engine.NewServiceName()), [environment], new(Actor.Person("ann")), Ct);
        var error = Assert.Single(Assert.IsType<Refusal.Invalid>(Assert.IsType<CommandAnswer.Refused>(answer).Refusal).Errors);
        Assert.Contains("somebody else has this one", error.Remedy, StringComparison.Ordinal);
        Assert.DoesNotContain($"{theirs.Name}/", error.Remedy, StringComparison.Ordinal);
    }
}
