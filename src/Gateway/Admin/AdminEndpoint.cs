using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Sluice.Gateway.Contract;
using Sluice.Gateway.Forwarding;
using Sluice.Gateway.State;

namespace Sluice.Gateway.Admin;

/// <summary>The control plane's door: <c>GET /status</c> and <c>PUT /config</c>, with a bearer token.</summary>
internal sealed class AdminEndpoint(Serving serving, StatusReport status, GatewayIdentity identity)
{
    private const long LargestConfig = 16 * 1024 * 1024;
    private const string Scheme = "Bearer ";

    private readonly byte[] _token = Encoding.UTF8.GetBytes(identity.Token);

    public Task ServeAsync(HttpContext context)
    {
        var request = context.Request;
        return (request.Method, request.Path.Value) switch
        {
            _ when !IsAllowed(request) => UnauthorizedAsync(context),
            ("GET", "/status") => context.Response.WriteAsJsonAsync(status.Make(), GatewayJson.Options, context.RequestAborted),
            ("PUT", "/config") => PutAsync(context, context.RequestAborted),
            _ => Problems.WriteAsync(context, new(
                "not_found", "No such order", StatusCodes.Status404NotFound, $"{request.Method} {request.Path.Value} is not known here; GET /status and PUT /config are.")),
        };
    }

    private bool IsAllowed(HttpRequest request)
    {
        var given = request.Headers.Authorization.ToString();
        return given.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(given[Scheme.Length..]), _token);
    }

    private static Task UnauthorizedAsync(HttpContext context)
    {
        context.Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.WriteAsync(context, new(
            "unauthorized", "Token needed", StatusCodes.Status401Unauthorized, "Send the token of this gateway's contact.json as a bearer token."));
    }

    private async Task PutAsync(HttpContext context, CancellationToken ct)
    {
        BodyLimit.Set(context, LargestConfig);
        GatewayConfig? config;
        GatewayRefusal refusal;
        try
        {
            using var document = await JsonDocument.ParseAsync(context.Request.Body, cancellationToken: ct);
            config = ConfigReader.Read(document.RootElement, out refusal);
        }
        catch (BadHttpRequestException ex) when (ex.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            await Problems.TooLargeAsync(context, LargestConfig);
            return;
        }
        catch (JsonException ex)
        {
            await Problems.WriteAsync(context, new("not_json", "Not JSON", StatusCodes.Status400BadRequest, ex.Message));
            return;
        }

        if (config is null)
        {
            await Problems.WriteAsync(context, new(
                "invalid_config", "The configuration has mistakes", StatusCodes.Status422UnprocessableEntity, "Nothing was changed; every mistake is listed.")
            { Mistakes = refusal.Mistakes });
            return;
        }

        // Once begun it is carried through, whether or not the caller waits for the answer.
        if (await serving.ApplyAsync(config, CancellationToken.None) is { } conflict)
        {
            await Problems.WriteAsync(context, new("stale", "Another revision is in force", StatusCodes.Status409Conflict, conflict.Reason) { Revision = conflict.InForce });
            return;
        }

        await context.Response.WriteAsJsonAsync(new GatewayApplied(config.Revision), GatewayJson.Options, ct);
    }
}
