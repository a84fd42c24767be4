using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Strategies;
using Sluice.Domain.Traffic;
using Sluice.Engine.Commands;

namespace Sluice.Engine.Tests.Commands;

/// <summary>What the router that runs cannot do is refused when it is asked for.</summary>
public sealed class RouterAbilityTests
{
    private static readonly DeploymentRequest s_ab = Desk.Request(2) with
    {
        Strategy = DeploymentStrategy.Ab,
        Plan = Desk.Request(2).Plan with { Users = new(new(UserKey.OwnCookie), [new(UserKey.Header, "X-Group")]) },
        AutoStart = false,
    };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Users_are_not_told_apart_by_a_gateway_of_an_earlier_version_and_all_mistakes_come_together()
    {
        var desk = await Desk.HoldingAsync();
        desk.Router.KnowsUsers = false;
        var answer = await desk.Bus.CreateDeploymentAsync(TenantId.Default, s_ab with { Thresholds = new() { ErrorRate = 2 } }, Desk.By(), Ct);
        var errors = Assert.IsType<Refusal.Invalid>(Assert.IsType<CommandAnswer.Refused>(answer).Refusal).Errors;
        Assert.Equal(["thresholds.error_rate", "plan.sticky", "plan.match"], errors.Select(error => error.Field));
        Assert.Contains("older than this version", errors[1].Remedy, StringComparison.Ordinal);
        Assert.IsType<CommandAnswer.Applied>(await desk.Bus.CreateDeploymentAsync(TenantId.Default, Desk.Request(2) with { AutoStart = false }, Desk.By(), Ct));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(null)]
    public async Task Where_it_can_or_cannot_be_asked_nothing_stands_in_the_way(bool? knows)
    {
        var desk = await Desk.HoldingAsync();
        desk.Router.KnowsUsers = knows;
        Assert.IsType<CommandAnswer.Applied>(await desk.Bus.CreateDeploymentAsync(TenantId.Default, s_ab, Desk.By(), Ct));
    }

    [Fact]
    public async Task Nobody_can_be_missing_behind_a_gateway_that_knows_no_pauses()
    {
        var desk = await Desk.HoldingAsync();
        desk.Router.KnowsPauses = false;
        var request = Desk.Request(2) with { Strategy = DeploymentStrategy.Recreate, Plan = new(PlanKind.Recreate), AutoStart = false };
        var refused = Assert.IsType<CommandAnswer.Refused>(await desk.Bus.CreateDeploymentAsync(TenantId.Default, request, Desk.By(), Ct));
        Assert.Equal(["strategy"], Assert.IsType<Refusal.Invalid>(refused.Refusal).Errors.Select(error => error.Field));
    }

    [Fact]
    public async Task What_a_custom_strategy_declares_is_asked_for_as_well_and_what_its_plan_asks_for_is_said_once()
    {
        var desk = await Desk.HoldingAsync();
        (desk.Router.KnowsMirroring, desk.Router.KnowsPauses, desk.Router.KnowsUsers) = (false, null, false);
        var request = s_ab with { Custom = new("fake", "1", []), Needs = [Capability.TellUsersApart, Capability.CopyRequests, Capability.ServeNothing, Capability.StartInstances] };
        var refused = Assert.IsType<CommandAnswer.Refused>(await desk.Bus.CreateDeploymentAsync(TenantId.Default, request, Desk.By(), Ct));
        var errors = Assert.IsType<Refusal.Invalid>(refused.Refusal).Errors;
        Assert.Equal([("plan.sticky", "own_cookie"), ("plan.match", "1 rules"), ("strategy", "fake")], errors.Select(error => (error.Field, error.Found)));
        Assert.Contains("cannot copy requests", errors[2].Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_try_is_refused_as_well()
    {
        var desk = await Desk.HoldingAsync();
        var draft = Assert.IsType<CommandAnswer.Applied>(await desk.Bus.CreateDeploymentAsync(TenantId.Default, s_ab, Desk.By(), Ct)).Deployment!.Value;
        await desk.SendAsync(draft, new DeploymentCommand.Cancel("later"));
        desk.Router.KnowsUsers = false;
        var refused = Assert.IsType<CommandAnswer.Refused>(await desk.Bus.RetryAsync(TenantId.Default, draft, queue: true, Desk.By(), Ct));
        Assert.Equal(["plan.sticky", "plan.match"], Assert.IsType<Refusal.Invalid>(refused.Refusal).Errors.Select(error => error.Field));
    }

    [Fact]
    public async Task Requests_are_not_copied_by_a_gateway_of_an_earlier_version_at_first_and_at_another_try()
    {
        var desk = await Desk.HoldingAsync();
        var mirror = Desk.Request(2) with { Strategy = DeploymentStrategy.Mirror, Plan = new(PlanKind.Mirror), AutoStart = false };
        var draft = Assert.IsType<CommandAnswer.Applied>(await desk.Bus.CreateDeploymentAsync(TenantId.Default, mirror, Desk.By(), Ct)).Deployment!.Value;
        await desk.SendAsync(draft, new DeploymentCommand.Cancel("later"));
        desk.Router.KnowsMirroring = false;
        foreach (var answer in new[]
        {
            await desk.Bus.CreateDeploymentAsync(TenantId.Default, mirror, Desk.By(), Ct),
            await desk.Bus.RetryAsync(TenantId.Default, draft, queue: true, Desk.By(), Ct),
        })
        {
            var error = Assert.Single(Assert.IsType<Refusal.Invalid>(Assert.IsType<CommandAnswer.Refused>(answer).Refusal).Errors);
            Assert.Equal(("strategy", "mirror"), (error.Field, error.Found));
            Assert.Contains("cannot copy requests", error.Remedy, StringComparison.Ordinal);
        }
    }
}
