using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Api.Deployments;

/// <summary>Tells who lost the answer to an order what became of it, without sending it again.</summary>
internal static class SentCommandEndpoints
{
    private const int LongestId = 100;

    public static void MapSentCommands(this IEndpointRouteBuilder api) =>
        api.MapGet("/commands/{command}", FindAsync).Describe("find_command", "Whether an order with this command_id was applied; 404 when it was not")
            .RequireAuthorization(Policies.View).Produces<SentCommandView>().MayRefuse(404);

    private static async Task<IResult> FindAsync(string command, CurrentActor current, IEventStore store, CancellationToken ct) =>
        command.Length <= LongestId && await store.FindCommandAsync(current.Tenant, command, ct) is not null
            ? Results.Ok(new SentCommandView(command, "applied"))
            : Problem.NotFound($"applied order {InputErrors.Short(command)}").ToResult();
}
