using System.Globalization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Deployments;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Api.Evidence;

/// <summary>The history of a deployment as stored, oldest first; kinds that nobody knows included.</summary>
internal static class EventEndpoints
{
    private const int MostEvents = 1_000;

    public static void MapEvents(this IEndpointRouteBuilder api) =>
        api.MapGet("/deployments/{id}/events", ListAsync).Describe("list_events", "The events of a deployment, oldest first")
            .RequireAuthorization(Policies.View).Produces<ListView<EventView>>().MayRefuse(404, 422);

    private static async Task<IResult> ListAsync(
        HttpContext http, CurrentActor current, string id, IEventStore store, ILiveStates live, string? after, string? cursor, string? limit, CancellationToken ct)
    {
        var query = new QueryInput(http.Request.Query);
        const string Remedy = "an event number, or the next_cursor of an earlier page";
        var given = query.Number(nameof(after), 0, long.MaxValue, Remedy);
        var from = query.Number(nameof(cursor), 0, long.MaxValue, Remedy) ?? given ?? 0;
        var most = query.Limit(MostEvents, otherwise: 100);
        query.Done();

        var deployment = DeploymentLookup.Parse(id);
        var events = await store.ReadRawAsync(current.Tenant, deployment.Stream, from, most + 1, ct);
        var total = await CountAsync(current.Tenant, deployment, store, live, ct);
        if (total == 0)
        {
            throw DeploymentLookup.NotFound(id);
        }

        var next = events.Count > most ? events[most - 1].Version.ToString(CultureInfo.InvariantCulture) : null;
        return Results.Ok(new ListView<EventView>(events.Take(most).Select(EventViews.Of).ToList(), next, Math.Max(total, events.Count > 0 ? events[^1].Version : 0)));
    }

    /// <summary>Versions have no holes, so the last one is the count.</summary>
    private static async Task<long> CountAsync(TenantId tenant, DeploymentId deployment, IEventStore store, ILiveStates live, CancellationToken ct)
    {
        try
        {
            return (await live.FindDeploymentAsync(tenant, deployment, ct))?.Version ?? 0;
        }
        catch (UnknownEventException)
        {
            // It cannot be folded, only shown: walk to its end.
            long last = 0;
            while (await store.ReadRawAsync(tenant, deployment.Stream, last, MostEvents, ct) is [.., var end])
            {
                last = end.Version;
            }

            return last;
        }
    }
}
