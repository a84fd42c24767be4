using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Dashboard.NewDeployment;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Services;
using Sluice.Domain.Strategies;
using Sluice.Domain.Validation;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Dashboard.Api.Deployments;

/// <summary>Create, list and read deployments.</summary>
internal static class DeploymentEndpoints
{
    private static readonly string[] s_statuses =
        ["pending", "running", "paused", "promoting", "rolling_back", .. Enum.GetValues<Outcome>().Select(Words.Of)];

    public static void MapDeployments(this IEndpointRouteBuilder api)
    {
        api.MapPost("/deployments", CreateAsync).Describe("create_deployment", "Create a deployment, and start it unless told otherwise")
            .RequireAuthorization(Policies.Operate).Reads<DeploymentBody>(orYaml: true).Applies(StatusCodes.Status201Created).MayRefuse(409, 422);
        api.MapGet("/deployments", ListAsync).Describe("list_deployments", "List deployments, newest first")
            .RequireAuthorization(Policies.View).Produces<ListView<DeploymentItem>>().MayRefuse(422);
        api.MapGet("/deployments/{id}", ReadAsync).Describe("get_deployment", "Read a deployment as it is, or as it was at an event")
            .RequireAuthorization(Policies.View).Produces<DeploymentView>().MayRefuse(404, 409, 422);
    }

    private static async Task<IResult> CreateAsync(
        HttpContext http, CurrentActor current, GuardedCommands bus, ILiveStates live, Answers answers, IMetricSightings sightings, StrategyBook book, DryRunFindings findings, TimeProvider time, CancellationToken ct)
    {
        var input = await RequestBody.ReadJsonOrYamlAsync(http, ct);
        var name = DeploymentInput.ReadService(input);
        var service = Slug.IsValid(name.Value) ? await live.FindServiceAsync(current.Tenant, name, ct) : null;
        var request = DeploymentInput.Read(input, book, service?.State);
        var context = CommandInput.Read(input, current.Actor);
        input.Done();
        if (service is null)
        {
            input.Errors.Add("service", Found(request.Service), "the name of a declared service");
        }

        if (input.Errors.Any)
        {
            input.Errors.AddRules([.. Rules(request, service?.State), .. ScheduledStart.Check(request, time.GetUtcNow())]);
            Problem.ThrowIfAny(input.Errors);
        }

        ValueList<string> warnings = [.. DeploymentWarnings.For(request), .. Missing(current.Tenant, service!.State, request, sightings, time.GetUtcNow()), .. OfPlace(service.State, request, (await live.FindFreezesAsync(current.Tenant, ct)).State)];

        // Whoever is refused has no use for what takes its time and has few places.
        if (current.Allows(Right.Operate, new AccessPlace(service.State.Name, request.Environment)))
        {
            request = request with { Findings = await findings.OfAsync(current.Tenant, service.State, request, ct) };
        }

        return await answers.OfAsync(current.Tenant, await bus.CreateDeploymentAsync(current.Tenant, request, context, ct), StatusCodes.Status201Created, warnings, http, ct);
    }

    private static ValueList<string> OfPlace(Service service, DeploymentRequest request, FreezeBook freezes) =>
        (request.Environment is { } name ? service.Environment(name) : service.Environments[0]) is { } place
            ? [.. DeploymentWarnings.Unchanged(request, service, place) is { Count: > 0 } unchanged ? unchanged : DeploymentWarnings.Shared(request, service, place), .. DeploymentWarnings.Fetched(request, service), .. DeploymentWarnings.Frozen(request, place, freezes)]
            : [];

    private static ValueList<string> Missing(TenantId tenant, Service service, DeploymentRequest request, IMetricSightings sightings, DateTimeOffset now)
    {
        var place = request.Environment is { } name ? service.Environment(name) : service.Environments[0];
        return place is null ? [] : MissingData.Warnings(request, place, sightings.LastSeen(new(tenant, service.Name, place.Spec.Name)), now);
    }

    /// <summary>What the domain would find besides, so that all mistakes come in one answer.</summary>
    private static ValueList<FieldError> Rules(DeploymentRequest request, Service? service)
    {
        if (service is not null)
        {
            return DeploymentCreation.Create(service, request).Decision is Decision.Refused { Refusal: Refusal.Invalid invalid } ? invalid.Errors : [];
        }

        var release = request.NewRelease is { } fresh ? ServiceRules.Check(fresh, "release.") : [];
        return [.. DeploymentRequestRules.Check(request, own: null), .. PlanBuilder.Build(request.Plan).Errors, .. release];
    }

    private static string Found(ServiceName name) => name.Value.Length == 0 ? "nothing" : InputErrors.Short(name.Value);

    private static async Task<IResult> ListAsync(
        HttpContext http, CurrentActor current, IDeploymentQueries queries, string? service, string? environment, string? status, string? active, string? cursor, string? limit, CancellationToken ct)
    {
        var query = new QueryInput(http.Request.Query);
        var name = query.Name(nameof(service));
        var place = query.Name(nameof(environment));
        var statuses = query.Texts(nameof(status));
        foreach (var unknown in statuses.Except(s_statuses, StringComparer.Ordinal))
        {
            query.Errors.Add(nameof(status), InputErrors.Short(unknown), "one of " + string.Join(", ", s_statuses));
        }

        var filter = new DeploymentFilter(
            name is null ? null : ServiceName.From(name),
            place is null ? null : EnvironmentName.From(place),
            statuses.Count > 0 ? statuses.ToValueList() : null,
            query.Flag(nameof(active)));
        var (after, most) = (query.Cursor(), query.Limit());
        query.Done();
        try
        {
            var page = await queries.ListAsync(current.Tenant, filter, after, most, ct);
            return Results.Ok(new ListView<DeploymentItem>(page.Items.Select(DeploymentItems.Of).ToList(), page.NextCursor, page.Total));
        }
        catch (FormatException) when (after is not null)
        {
            query.Errors.Add(nameof(cursor), InputErrors.Short(after), "the next_cursor of an earlier page");
            return Problem.Invalid(query.Errors.All).ToResult();
        }
    }

    private static async Task<IResult> ReadAsync(
        HttpContext http, CurrentActor current, string id, ILiveStates live, IEventStore store, DeploymentViews views, string? at, CancellationToken ct)
    {
        var query = new QueryInput(http.Request.Query);
        var version = query.Number(nameof(at), 1, long.MaxValue, "an event number, 1 or more");
        query.Done();
        if (version is not { } asked)
        {
            var now = await live.GetAsync(current.Tenant, id, ct);
            return Results.Ok(await views.NowAsync(current.Tenant, now.State, now.Version, ct));
        }

        var events = await store.ReadStreamAsync(current.Tenant, DeploymentLookup.Parse(id).Stream, afterVersion: 0, asked, ct);
        if (events.Count == 0)
        {
            throw DeploymentLookup.NotFound(id);
        }

        if (events[^1].Version < asked)
        {
            query.Errors.Add(nameof(at), $"{asked}", $"1 to {events[^1].Version}: that is how many events there are");
            Problem.ThrowIfAny(query.Errors);
        }

        return Results.Ok(views.Past(Deployment.Fold(events.Select(recorded => (DeploymentEvent)recorded.Event))!, asked));
    }
}
