using System.Globalization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Services;

/// <summary>Add, list and read releases.</summary>
internal static class ReleaseEndpoints
{
    public static void MapReleases(this IEndpointRouteBuilder api)
    {
        api.MapPost("/services/{name}/releases", AddAsync).Describe("add_release", "Add a release to a service")
            .RequireAuthorization(Policies.Operate).Reads<AddReleaseBody>().Applies(StatusCodes.Status201Created).MayRefuse(404, 422);
        api.MapGet("/services/{name}/releases", ListAsync).Describe("list_releases", "List the releases of a service, highest number first")
            .RequireAuthorization(Policies.View).Produces<ListView<ReleaseView>>().MayRefuse(404, 422);
        api.MapGet("/services/{name}/releases/{number}", ReadAsync).Describe("get_release", "Read a release")
            .RequireAuthorization(Policies.View).Produces<ReleaseView>().MayRefuse(404);
        api.MapGet("/services/{name}/releases/{number}/comparison", CompareAsync).Describe("compare_release", "Compare a release with another one that runs: up to date, or what differs and what that asks for")
            .RequireAuthorization(Policies.View).Produces<ComparisonView>().MayRefuse(404, 422);
    }

    private static async Task<IResult> AddAsync(HttpContext http, CurrentActor current, string name, GuardedCommands bus, ILiveStates live, Answers answers, CancellationToken ct)
    {
        var input = await RequestBody.ReadAsync(http, ct);
        var service = await live.GetServiceAsync(current.Tenant, name, ct);
        var release = ReleaseInput.Read(input);
        var context = CommandInput.Read(input, current.Actor);
        input.Done();
        if (input.Errors.Any)
        {
            input.Errors.AddRules(ServiceDecider.AddRelease(service.State, release) is Decision.Refused { Refusal: Refusal.Invalid invalid } ? invalid.Errors : []);
            Problem.ThrowIfAny(input.Errors);
        }

        var answer = await bus.AddReleaseAsync(current.Tenant, service.State.Name, release, context, ct);
        return await answers.OfAsync(current.Tenant, answer, StatusCodes.Status201Created, http, ct);
    }

    private static async Task<IResult> ListAsync(HttpContext http, CurrentActor current, string name, ILiveStates live, string? cursor, string? limit, CancellationToken ct)
    {
        var query = new QueryInput(http.Request.Query);
        var below = (int)(query.Number(nameof(cursor), 1, int.MaxValue, "the next_cursor of an earlier page") ?? int.MaxValue);
        var most = query.Limit();
        query.Done();
        var service = (await live.GetServiceAsync(current.Tenant, name, ct)).State;
        var page = service.Releases.Reverse().Where(release => release.Number < below).Take(most).ToList();
        var next = page is [.., { Number: > 1 } last] ? last.Number.ToString(CultureInfo.InvariantCulture) : null;
        return Results.Ok(new ListView<ReleaseView>(page.Select(release => ServiceViews.Of(service, release)).ToList(), next, service.Releases.Count));
    }

    private static async Task<IResult> CompareAsync(HttpContext http, CurrentActor current, string name, string number, ILiveStates live, string? running, CancellationToken ct)
    {
        var query = new QueryInput(http.Request.Query);
        var with = query.Number(nameof(running), 1, int.MaxValue, "the number of the release that runs");
        if (with is null && !query.Errors.Any)
        {
            query.Errors.Add(nameof(running), "nothing", "the number of the release that runs");
        }

        // Somebody else's service is not there, whatever is asked of it.
        var service = (await live.GetServiceAsync(current.Tenant, name, ct)).State;
        query.Done();
        return (Find(service, number), service.Release((int)with!.Value)) switch
        {
            (null, _) => Problem.NotFound($"release {InputErrors.Short(number)} of {service.Name}").ToResult(),
            (_, null) => Problem.NotFound($"release {with} of {service.Name}").ToResult(),
            var (desired, before) => Results.Ok(ComparisonViews.Of(before, desired)),
        };
    }

    private static Release? Find(Service service, string number) =>
        int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var found) ? service.Release(found) : null;

    private static async Task<IResult> ReadAsync(CurrentActor current, string name, string number, ILiveStates live, CancellationToken ct)
    {
        var service = (await live.GetServiceAsync(current.Tenant, name, ct)).State;
        return Find(service, number) is { } release
            ? Results.Ok(ServiceViews.Of(service, release))
            : Problem.NotFound($"release {InputErrors.Short(number)} of {service.Name}").ToResult();
    }
}
