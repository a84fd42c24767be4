using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain.Incidents;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Incidents;

/// <summary>From a request to an order about an incident, and from its answer to the wire.</summary>
internal sealed class IncidentOrders(GuardedCommands bus, ILiveStates live, Answers answers)
{
    /// <param name="success">The status of the answer when something was done.</param>
    public async Task<IResult> GiveAsync(HttpContext http, CurrentActor current, Func<JsonInput, IncidentCommand> read, int success, CancellationToken ct)
    {
        var input = await RequestBody.ReadAsync(http, ct);
        var context = CommandInput.Read(input, current.Actor);
        var command = read(input);
        input.Done();
        if (input.Errors.Any)
        {
            input.Errors.AddRules(IncidentRules.Check(command, missing: []));
            Problem.ThrowIfAny(input.Errors);
        }

        var answer = await bus.SendAsync(current.Tenant, command, context, ct);
        if (answer is CommandAnswer.Refused refused)
        {
            return await answers.RefuseAsync(current.Tenant, refused, ct);
        }

        var applied = answer as CommandAnswer.Applied;
        var id = applied?.Incident ?? (command as IncidentCommand.About)?.Id;
        var found = id is { } known ? (await live.FindIncidentsAsync(current.Tenant, ct)).State.Find(known) : null;
        var view = found is null ? null : IncidentViews.Of(found);
        return applied is { Repeated: false }
            ? Results.Json(new IncidentOutcomeView("applied", Why: null, view), statusCode: success)
            : Results.Ok(new IncidentOutcomeView(applied is null ? "none" : "repeated", (answer as CommandAnswer.Ignored)?.Why, view));
    }
}
