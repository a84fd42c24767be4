using Microsoft.AspNetCore.Authorization;
using Sluice.Domain.Access;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Access;

/// <summary>
/// Opens an endpoint or a page to who may act somewhere in the service that its address names. Whether they may at the very place is
/// asked with the place as resource, and again by <see cref="GuardedCommands"/> for every command.
/// </summary>
internal sealed class RightHandler(IGrants grants) : AuthorizationHandler<RightRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, RightRequirement requirement)
    {
        var held = grants.Of(context.User);
        var allowed = context.Resource switch
        {
            _ when requirement.WholeTenant => Permissions.Allows(held, requirement.Right, place: null),
            AccessPlace place => Permissions.Allows(held, requirement.Right, place),
            HttpContext http => Permissions.AllowsSomewhere(held, requirement.Right, ServiceOf(http.Request.RouteValues)),
            Microsoft.AspNetCore.Components.RouteData route => Permissions.AllowsSomewhere(held, requirement.Right, ServiceOf(route.RouteValues)),
            _ => Permissions.AllowsSomewhere(held, requirement.Right),
        };
        if (allowed)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }

    // A deployment's id is its service's name, a hyphen, and a number.
    private static ServiceName? ServiceOf(IEnumerable<KeyValuePair<string, object?>> route)
    {
        foreach (var (key, value) in route)
        {
            var text = value as string;
            var name = key.ToUpperInvariant() switch
            {
                "SERVICE" or "NAME" => text,
                "ID" => text?[..Math.Max(0, text.LastIndexOf('-'))],
                _ => null,
            };
            if (Slug.IsValid(name))
            {
                return ServiceName.From(name!);
            }
        }

        return null;
    }
}
