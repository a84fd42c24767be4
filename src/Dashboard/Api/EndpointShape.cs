using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;

namespace Sluice.Dashboard.Api;

/// <summary>Says of an endpoint what its description needs: a name, what it reads, what it answers.</summary>
internal static class EndpointShape
{
    public static RouteHandlerBuilder Describe(this RouteHandlerBuilder endpoint, string operation, string summary) =>
        endpoint.WithName(operation).WithSummary(summary).MayRefuse(StatusCodes.Status401Unauthorized, StatusCodes.Status403Forbidden, StatusCodes.Status503ServiceUnavailable);

    /// <summary>The body's type, for the description only: bodies are read field by field, so that all mistakes are found at once.</summary>
    public static RouteHandlerBuilder Reads<T>(this RouteHandlerBuilder endpoint, bool orYaml = false) => endpoint.WithMetadata(new ReadsBody(typeof(T), orYaml));

    /// <param name="success">The status when the command was applied now; 200 when it was before, or had no effect.</param>
    public static RouteHandlerBuilder Applies(this RouteHandlerBuilder endpoint, int success) =>
        endpoint.Produces<CommandView>(success).Produces<CommandView>(StatusCodes.Status200OK).MayRefuse(400, 413, 415);

    public static RouteHandlerBuilder MayRefuse(this RouteHandlerBuilder endpoint, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            endpoint.Produces<ProblemView>(status, Problem.MediaType);
        }

        return endpoint;
    }
}

/// <summary>What an endpoint reads from its body.</summary>
/// <param name="OrYaml">As YAML as well as JSON.</param>
internal sealed record ReadsBody(Type Type, bool OrYaml);
