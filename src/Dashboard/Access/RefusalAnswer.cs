using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Http;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Engine.Audit;

namespace Sluice.Dashboard.Access;

/// <summary>Tells who is signed in and may not which role they lack, and records it. Who is not signed in is shown the way in.</summary>
internal sealed class RefusalAnswer(IAuditTrail audit, TimeProvider time) : IAuthorizationMiddlewareResultHandler
{
    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public async Task HandleAsync(RequestDelegate next, HttpContext context, AuthorizationPolicy policy, PolicyAuthorizationResult authorizeResult)
    {
        if (!authorizeResult.Forbidden)
        {
            await _usual.HandleAsync(next, context, policy, authorizeResult);
            return;
        }

        var right = policy.Requirements.OfType<RightRequirement>().FirstOrDefault()?.Right ?? Right.View;
        var why = Permissions.ReasonAgainst(right);
        if (!HttpMethods.IsGet(context.Request.Method))
        {
            var current = context.RequestServices.GetRequiredService<CurrentActor>();
            var action = context.GetEndpoint()?.Metadata.GetMetadata<IEndpointNameMetadata>()?.EndpointName ?? context.Request.Method;
            await audit.RecordAsync(current.Requester.Entry(time, action, context.Request.Path, AuditOutcome.Refused, why), context.RequestAborted);
        }

        if (HttpDefaults.IsForPrograms(context.Request.Path))
        {
            await Problem.Forbidden(Words.Of(Permissions.RoleFor(right)), why).ToResult().ExecuteAsync(context);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status403Forbidden;
        }
    }
}
