using Sluice.Dashboard.Access;

namespace Sluice.Dashboard.Http;

/// <summary>The API described for programs, at <c>/openapi/v1.json</c>.</summary>
internal static class Description
{
    public static void MapDescription(this WebApplication app) => app.MapOpenApi().RequireAuthorization(Policies.View);
}
