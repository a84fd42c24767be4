using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Incidents;
using Sluice.Engine.Commands;

namespace Sluice.Engine.Tests.Commands;

/// <summary>Incidents go through the same bus as every other order.</summary>
public sealed class IncidentCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_same_command_twice_opens_one_incident_and_answers_the_same()
    {
        var desk = await Desk.HoldingAsync();
        var first = Assert.IsType<CommandAnswer.Applied>(await OpenAsync(desk, desk.Second, "c-7"));
        var again = Assert.IsType<CommandAnswer.Applied>(await OpenAsync(desk, desk.Second, "c-7"));
        Assert.Equal((IncidentId.Of(1), first with { Repeated = true }), (again.Incident, again));
        Assert.Single((await desk.Cache.FindIncidentsAsync(TenantId.Default, Ct)).State.Incidents);
        Assert.Empty((await desk.Cache.FindIncidentsAsync(new TenantId("other"), Ct)).State.Incidents);
    }

    [Fact]
    public async Task A_deployment_that_there_is_not_is_named()
    {
        var desk = await Desk.HoldingAsync();
        foreach (var missing in new[] { "shop-9", "nonsense", "-1" })
        {
            var refused = Assert.IsType<CommandAnswer.Refused>(await OpenAsync(desk, new(missing)));
            Assert.Equal(("deployments", missing), Assert.Single(Assert.IsType<Refusal.Invalid>(refused.Refusal).Errors) is var error ? (error.Field, error.Found) : default);
        }
    }

    [Fact]
    public async Task Two_that_open_at_once_both_get_through_with_numbers_of_their_own()
    {
        var desk = await Desk.HoldingAsync();
        var once = true;
        desk.Store.BeforeAppend = _ =>
        {
            if (once)
            {
                once = false;
                var other = new IncidentEvent.IncidentOpened(IncidentId.Of(1), "Other", IncidentSeverity.Minor, [desk.Second]) { Origin = new(desk.Clock.GetUtcNow(), Actor.Person("ben")) };
                desk.Store.Append(new(TenantId.Default, desk.Clock.GetUtcNow(), [new(IncidentBook.Stream, "incidents", 0, [other])]));
            }
        };
        Assert.Equal(IncidentId.Of(2), Assert.IsType<CommandAnswer.Applied>(await OpenAsync(desk, desk.Second)).Incident);
    }

    private static Task<CommandAnswer> OpenAsync(Desk desk, DeploymentId deployment, string? id = null) =>
        desk.Bus.SendAsync(TenantId.Default, new IncidentCommand.Open("Errors", IncidentSeverity.Major, [deployment]), Desk.By(id), Ct);
}
