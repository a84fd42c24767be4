using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Services;

/// <summary>Declare, list and read services.</summary>
internal static class ServiceEndpoints
{
    public static void MapServices(this IEndpointRouteBuilder api)
    {
        api.MapPost("/services", DeclareAsync).Describe("declare_service", "Declare a service, or add environments to it")
            .RequireAuthorization(Policies.Administer).Reads<ServiceBody>().Applies(StatusCodes.Status201Created).MayRefuse(409, 422);
        api.MapGet("/services", List).Describe("list_services", "List services by name")
            .RequireAuthorization(Policies.View).Produces<ListView<ServiceView>>().MayRefuse(422);
        api.MapGet("/services/{name}", ReadAsync).Describe("get_service", "Read a service")
            .RequireAuthorization(Policies.View).Produces<ServiceView>().MayRefuse(404);
        api.MapPost("/services/{name}/profile", DescribeAsync).Describe("describe_service", "Say who looks after a service, in place of what was said before")
            .RequireAuthorization(Policies.Administer).Reads<ProfileBody>().Applies(StatusCodes.Status200OK).MayRefuse(404, 422);
    }

    private static async Task<IResult> DeclareAsync(HttpContext http, CurrentActor current, GuardedCommands bus, Answers answers, CancellationToken ct)
    {
        var input = await RequestBody.ReadAsync(http, ct);
        var (name, environments) = ServiceInput.Read(input);
        var context = CommandInput.Read(input, current.Actor);
        input.Done();
        if (input.Errors.Any)
        {
            input.Errors.AddRules(ServiceRules.Check(name, environments));
            Problem.ThrowIfAny(input.Errors);
        }

        var answer = await bus.DeclareServiceAsync(current.Tenant, name, environments, context, ct);
        return await answers.OfAsync(current.Tenant, answer, StatusCodes.Status201Created, http, ct);
    }

    private static async Task<IResult> DescribeAsync(HttpContext http, CurrentActor current, string name, GuardedCommands bus, ILiveStates live, Answers answers, CancellationToken ct)
    {
        var input = await RequestBody.ReadAsync(http, ct);
        var service = await live.GetServiceAsync(current.Tenant, name, ct);
        var profile = ProfileInput.Read(input);
        var context = CommandInput.Read(input, current.Actor);
        input.Done();
        if (input.Errors.Any)
        {
            input.Errors.AddRules(ServiceProfileRules.Check(profile));
            Problem.ThrowIfAny(input.Errors);
        }

        var answer = await bus.DescribeServiceAsync(current.Tenant, service.State.Name, profile, context, ct);
        return await answers.OfAsync(current.Tenant, answer, StatusCodes.Status200OK, http, ct);
    }

    private static IResult List(HttpContext http, CurrentActor current, ILiveStates live, ServiceViews views, string? cursor, string? limit)
    {
        var query = new QueryInput(http.Request.Query);
        var (after, most) = (query.NameCursor(), query.Limit());
        query.Done();
        var all = live.Services(current.Tenant);
        var page = all.Where(service => after is null || string.CompareOrdinal(service.State.Name.Value, after) > 0)
            .OrderBy(service => service.State.Name.Value, StringComparer.Ordinal)
            .Take(most + 1)
            .ToList();
        var next = page.Count > most ? page[most - 1].State.Name.Value : null;
        return Results.Ok(new ListView<ServiceView>(page.Take(most).Select(service => views.Of(current.Tenant, service)).ToList(), next, all.Count));
    }

    private static async Task<IResult> ReadAsync(CurrentActor current, string name, ILiveStates live, ServiceViews views, CancellationToken ct) =>
        Results.Ok(views.Of(current.Tenant, await live.GetServiceAsync(current.Tenant, name, ct)));
}
