using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Engine.Applications;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Compose;

/// <summary>Gives an order about an application and puts its answer on the wire.</summary>
internal sealed class ApplicationAnswers(GuardedCommands bus, ILiveStates live, RolloutSights sights, Answers answers)
{
    /// <param name="success">The status of the answer when something was done.</param>
    public async Task<IResult> GiveAsync(HttpContext http, CurrentActor current, ApplicationCommand command, CommandContext context, int success, ValueList<string> warnings, CancellationToken ct)
    {
        var answer = await bus.SendAsync(current.Tenant, command, context, ct);
        if (answer is CommandAnswer.Refused refused)
        {
            return await answers.RefuseAsync(current.Tenant, refused, ct);
        }

        var view = await FindAsync(current.Tenant, (answer as CommandAnswer.Applied)?.Application ?? command.Application, ct);
        if (answer is not CommandAnswer.Applied { Repeated: false })
        {
            return Results.Ok(new ApplicationOutcomeView(answer is CommandAnswer.Applied ? "repeated" : "none", (answer as CommandAnswer.Ignored)?.Why, view, warnings));
        }

        if (success == StatusCodes.Status201Created)
        {
            http.Response.Headers.Location = $"/api/applications/{command.Application}";
        }

        return Results.Json(new ApplicationOutcomeView("applied", Why: null, view, warnings), statusCode: success);
    }

    public async Task<ApplicationView?> FindAsync(TenantId tenant, ApplicationName application, CancellationToken ct) =>
        (await live.FindApplicationsAsync(tenant, ct)).State.Find(application) is { } rollout ? ComposeViews.Of(rollout, await sights.LookAsync(tenant, rollout, ct)) : null;
}
