using Sluice.Dashboard.Api.Deployments;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api;

/// <summary>From what became of a command to what the wire says of it.</summary>
internal sealed class Answers(DeploymentViews views, ILiveStates live)
{
    /// <param name="success">The status of a command that was applied now: 201 for what makes something, 202 for what is carried out meanwhile.</param>
    public Task<IResult> OfAsync(TenantId tenant, CommandAnswer answer, int success, HttpContext http, CancellationToken ct) =>
        OfAsync(tenant, answer, success, [], http, ct);

    /// <param name="success">The status of a command that was applied now.</param>
    /// <param name="warnings">About what was asked for; said when it was applied.</param>
    public async Task<IResult> OfAsync(TenantId tenant, CommandAnswer answer, int success, ValueList<string> warnings, HttpContext http, CancellationToken ct)
    {
        switch (answer)
        {
            case CommandAnswer.Applied a:
                var status = a.Repeated ? StatusCodes.Status200OK : success;
                if (status == StatusCodes.Status201Created)
                {
                    http.Response.Headers.Location = Location(a);
                }

                return Results.Json(new CommandView(a.Repeated ? "repeated" : "applied", Why: null, a.Service.Value, a.Deployment?.Value, a.Release, a.Version, warnings)
                {
                    Findings = FindingView.Of(success == StatusCodes.Status201Created && a.Deployment is { } made ? (await live.FindDeploymentAsync(tenant, made, ct))?.State.Spec : null),
                }, statusCode: status);
            case CommandAnswer.Ignored i:
                return Results.Ok(new CommandView("none", i.Why, i.Service.Value, i.Deployment?.Value, i.Release, i.Version, []));
            case CommandAnswer.Stale s:
                return (Problem.Conflict("stale", "The deployment moved on", "It moved on since the version that this order is based on. Nothing was changed: look again, then decide.") with
                {
                    Deployment = await views.NowAsync(tenant, s.Deployment, s.Version, ct),
                    Events = s.Since.Select(EventViews.Of).ToList(),
                }).ToResult();
            case CommandAnswer.Refused r:
                return await RefuseAsync(tenant, r, ct);
            default:
                throw new ArgumentOutOfRangeException(nameof(answer), answer, "An unknown kind of answer.");
        }
    }

    public async Task<IResult> RefuseAsync(TenantId tenant, CommandAnswer.Refused refused, CancellationToken ct) => (await OfAsync(tenant, refused, ct)).ToResult();

    private async Task<ProblemView> OfAsync(TenantId tenant, CommandAnswer.Refused refused, CancellationToken ct) => refused.Refusal switch
    {
        Refusal.NotFound { What: var what } => Problem.NotFound(what),
        Refusal.Forbidden forbidden => Problem.Forbidden(forbidden.Role, forbidden.Sentence),
        Refusal.Invalid { Errors: var errors } => Problem.Invalid(errors),
        Refusal.Conflict { Sentence: var sentence } => Problem.Conflict("conflict", "It exists already, with another content", sentence),
        Refusal.Busy busy => Problem.Conflict("busy", "The place is taken", busy.Sentence) with
        {
            Holder = busy.Holder.Value,
            Deployment = await FindAsync(tenant, busy.Holder, ct),
        },
        var illegal => Problem.Conflict("illegal", "Not legal now", illegal.Sentence) with
        {
            Deployment = refused.Deployment is { } deployment ? await views.NowAsync(tenant, deployment, refused.Version, ct) : null,
        },
    };

    private async Task<DeploymentView?> FindAsync(TenantId tenant, DeploymentId id, CancellationToken ct) =>
        await live.FindDeploymentAsync(tenant, id, ct) is { } found ? await views.NowAsync(tenant, found.State, found.Version, ct) : null;

    private static string Location(CommandAnswer.Applied applied) => applied switch
    {
        { Deployment: { } deployment } => $"/api/deployments/{deployment}",
        { Release: { } release } => $"/api/services/{applied.Service}/releases/{release}",
        _ => $"/api/services/{applied.Service}",
    };
}
