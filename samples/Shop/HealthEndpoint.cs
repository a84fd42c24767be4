namespace Sluice.Shop;

/// <summary><c>GET /health</c>: 200 when the shop may get customers, 503 when not.</summary>
internal static class HealthEndpoint
{
    public static void MapHealth(this IEndpointRouteBuilder app) =>
        app.MapGet("/health", IResult (ShopOptions options) => options.NeverReady
            ? TypedResults.Problem(title: "Not ready", detail: "This shop was told never to be ready.", statusCode: StatusCodes.Status503ServiceUnavailable)
            : TypedResults.Ok(new Health("ready", options.Version)));

    private sealed record Health(string Status, string Version);
}
