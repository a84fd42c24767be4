using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Domain.Settings;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Settings;

/// <summary>From a request to an order about what is set for everybody, and from its answer to the wire.</summary>
internal sealed class SettingsOrders(GuardedCommands bus, ILiveStates live, Answers answers)
{
    /// <param name="show">What the wire says of it, given the effect, why there was none, and how everything is set now.</param>
    public async Task<IResult> GiveAsync<T>(
        HttpContext http, CurrentActor current, Func<JsonInput, SettingsCommand> read, Func<string, string?, SettingsBook, SettingsCommand, T> show, CancellationToken ct)
    {
        var input = await RequestBody.ReadAsync(http, ct);
        var context = CommandInput.Read(input, current.Actor);
        var command = read(input);
        input.Done();
        if (input.Errors.Any)
        {
            input.Errors.AddRules(SettingsRules.Check(command));
            Problem.ThrowIfAny(input.Errors);
        }

        var answer = await bus.SendAsync(current.Tenant, command, context, ct);
        if (answer is CommandAnswer.Refused refused)
        {
            return await answers.RefuseAsync(current.Tenant, refused, ct);
        }

        var book = (await live.FindSettingsAsync(current.Tenant, ct)).State;
        return answer switch
        {
            CommandAnswer.Applied { Repeated: false } => Results.Json(show("applied", null, book, command), statusCode: StatusCodes.Status202Accepted),
            CommandAnswer.Ignored ignored => Results.Ok(show("none", ignored.Why, book, command)),
            _ => Results.Ok(show("repeated", null, book, command)),
        };
    }
}
