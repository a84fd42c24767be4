using System.Text.Json;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Sluice.Shop;

/// <summary><c>GET</c> and <c>PUT /faults</c>: the fields that are sent change, the others stay.</summary>
internal static class FaultEndpoints
{
    public static void MapFaults(this IEndpointRouteBuilder app)
    {
        app.MapGet("/faults", (FaultSwitch faults) => faults.Current);
        app.MapPut("/faults", ChangeAsync);
    }

    private static async Task<IResult> ChangeAsync(HttpRequest request, FaultSwitch faults, CancellationToken ct)
    {
        try
        {
            using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: ct);
            if (body.RootElement.ValueKind != JsonValueKind.Object)
            {
                return NotAnObject($"but is {body.RootElement.ValueKind}.");
            }

            var values = body.RootElement.EnumerateObject().Select(field => KeyValuePair.Create(field.Name, field.Value.GetRawText()));
            var mistakes = faults.Change(values);
            return mistakes.Count == 0
                ? TypedResults.Ok(faults.Current)
                : Results.ValidationProblem(
                    mistakes.ToDictionary(mistake => mistake.Key, mistake => new[] { mistake.Value }, StringComparer.Ordinal),
                    detail: "Nothing was changed.", statusCode: StatusCodes.Status422UnprocessableEntity);
        }
        catch (JsonException ex)
        {
            return NotAnObject($"but is not JSON: {ex.Message}");
        }
    }

    private static ProblemHttpResult NotAnObject(string found) => TypedResults.Problem(
        title: "The body must be an object", detail: $"The body must be like {{\"error_rate\": 0.1, \"latency_ms\": 50}}, {found}", statusCode: StatusCodes.Status400BadRequest);
}
