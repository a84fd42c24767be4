using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Incidents;

namespace Sluice.Engine.Commands;

internal sealed partial class CommandBus
{
    public Task<CommandAnswer> SendAsync(TenantId tenant, IncidentCommand command, CommandContext context, CancellationToken ct) =>
        RunAsync(tenant, context, async _ =>
        {
            await states.RefreshAsync(tenant, IncidentBook.Stream, ct);
            var book = await states.FindIncidentsAsync(tenant, ct);
            var (id, decision) = IncidentDecider.Decide(book.State, command, await MissingAsync(tenant, command, ct));
            return new Attempt(decision, default, book.Version, Deployment: null, Found: null, Release: null) { Command = CommandNames.Of(command), Incident = id };
        }, ct);

    /// <summary>Those that an order names and that there are not.</summary>
    private async Task<IReadOnlyCollection<DeploymentId>> MissingAsync(TenantId tenant, IncidentCommand command, CancellationToken ct)
    {
        var named = command switch
        {
            IncidentCommand.Open open => open.Deployments,
            IncidentCommand.Change { Deployments: { } deployments } => deployments,
            _ => [],
        };
        var missing = new List<DeploymentId>();
        foreach (var id in named.Distinct().Take(IncidentRules.MostDeployments))
        {
            if (!await ExistsAsync(tenant, id, ct))
            {
                missing.Add(id);
            }
        }

        return missing;
    }

    private async Task<bool> ExistsAsync(TenantId tenant, DeploymentId id, CancellationToken ct) =>
        id.Service is not null && await states.FindDeploymentAsync(tenant, id, ct) is not null;
}
