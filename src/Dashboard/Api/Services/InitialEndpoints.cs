using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Dashboard.Api.Services;

/// <summary>Record what runs already.</summary>
internal static class InitialEndpoints
{
    public static void MapInitial(this IEndpointRouteBuilder api) =>
        api.MapPost("/services/{name}/environments/{environment}/initial", RecordAsync)
            .Describe("record_initial", "Record what somebody else runs already where nothing was ever deployed; nothing is started")
            .RequireAuthorization(Policies.Operate).Reads<InitialBody>().Applies(StatusCodes.Status201Created).MayRefuse(404, 409, 422);

    private static async Task<IResult> RecordAsync(
        HttpContext http, CurrentActor current, string name, string environment, GuardedCommands bus, ILiveStates live, Answers answers, CancellationToken ct)
    {
        var input = await RequestBody.ReadAsync(http, ct);
        var service = (await live.GetServiceAsync(current.Tenant, name, ct)).State;
        var place = EnvironmentName.From(environment);
        if (service.Environment(place) is null)
        {
            return Problem.NotFound($"environment {InputErrors.Short(environment)} of {service.Name}").ToResult();
        }

        var (number, fresh) = ReleaseInput.ReadNumberOrNew(input);
        var context = CommandInput.Read(input, current.Actor);
        input.Done();
        if (input.Errors.Any)
        {
            input.Errors.AddRules(InitialRecord.Record(service, place, number, fresh).Decision is Decision.Refused { Refusal: Refusal.Invalid invalid } ? invalid.Errors : []);
            Problem.ThrowIfAny(input.Errors);
        }

        var answer = await bus.RecordInitialAsync(current.Tenant, service.Name, place, number, fresh, context, ct);
        return await answers.OfAsync(current.Tenant, answer, StatusCodes.Status201Created, http, ct);
    }
}
