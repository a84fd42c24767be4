using Sluice.Gateway.Contract;
using Sluice.Gateway.Destinations;
using Sluice.Gateway.Forwarding;
using Sluice.Gateway.Routing;

namespace Sluice.Gateway.Admin;

/// <summary>An RFC 9457 problem document.</summary>
internal sealed record Problem(string Type, string Title, int Status, string Detail)
{
    public IReadOnlyList<GatewayMistake>? Mistakes { get; init; }

    /// <summary>The revision in force, when another one was refused.</summary>
    public long? Revision { get; init; }
}

/// <summary>Every answer that the gateway gives by itself when it cannot do what was asked.</summary>
internal static class Problems
{
    public static Task NoRouteAsync(HttpContext context) => WriteAsync(context, new(
        "no_route", "Nothing is served here", StatusCodes.Status404NotFound, $"No route serves host '{context.Request.Host.Value}' and path '{context.Request.Path.Value}'."));

    public static Task LoopAsync(HttpContext context) => WriteAsync(context, new(
        "loop", "Loop detected", StatusCodes.Status508LoopDetected, $"The request went through {Hops.Limit} gateways already; a destination seems to lead back here."));

    public static Task PausedAsync(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return WriteAsync(context, new("paused", "Nothing serves at the moment", StatusCodes.Status503ServiceUnavailable, "A new version is being started in the place of the old one. Try again soon."));
    }

    public static Task TooLargeAsync(HttpContext context, long limit) => WriteAsync(context, new(
        "too_large", "Body too large", StatusCodes.Status413PayloadTooLarge, $"A request body may have up to {limit} bytes here."));

    public static Task ForwardingFailedAsync(HttpContext context, ServedRoute route, Destination destination) => context.Response.StatusCode switch
    {
        StatusCodes.Status413PayloadTooLarge => TooLargeAsync(context, route.MaxBodyBytes),
        StatusCodes.Status504GatewayTimeout => WriteAsync(context, new(
            "timeout", "No answer in time", StatusCodes.Status504GatewayTimeout, $"Instance '{destination.Id}' did not answer within {route.Forwarding.ActivityTimeout?.TotalMilliseconds} ms.")),
        >= 500 and var status => WriteAsync(context, new("unreachable", "No answer", status, $"Instance '{destination.Id}' refused or broke the connection.")),
        _ => Task.CompletedTask,
    };

    public static Task WriteAsync(HttpContext context, Problem problem)
    {
        context.Response.StatusCode = problem.Status;
        return context.Response.WriteAsJsonAsync(problem, GatewayJson.Options, "application/problem+json", context.RequestAborted);
    }
}
