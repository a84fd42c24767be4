using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Sluice.Dashboard.Tests.Access;

/// <summary>A small provider of sign-ins on a real port: it lets everybody in as the person that the test sets.</summary>
internal sealed class IdentityServer : IAsyncDisposable
{
    private readonly WebApplication _app;

    public IdentityServer()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/authorize", (HttpRequest request) =>
        {
            Challenge = request.Query["code_challenge"];
            return Results.Redirect($"{request.Query["redirect_uri"]}?code=the-code&state={Uri.EscapeDataString(request.Query["state"].ToString())}");
        });
        _app.MapPost("/token", async (HttpRequest request) =>
        {
            var form = await request.ReadFormAsync();
            return form["code"] == "the-code" && form["client_secret"] == "the-secret" && form["code_verifier"].Count == 1
                ? Results.Json(new { access_token = "the-access", token_type = "Bearer" })
                : Results.BadRequest(new { error = "invalid_grant" });
        });
        _app.MapGet("/userinfo", (HttpRequest request) => request.Headers.Authorization == "Bearer the-access"
            ? Results.Json(new { preferred_username = User, name = "Ada L.", groups = Groups })
            : Results.Unauthorized());
    }

    public string User { get; set; } = "ada";

    public string[] Groups { get; set; } = ["sluice-ops"];

    public string? Challenge { get; private set; }

    public string Address => _app.Urls.Single();

    public Task StartAsync() => _app.StartAsync(TestContext.Current.CancellationToken);

    public string[] Settings =>
    [
        "--Access:OAuth:ClientId", "sluice", "--Access:OAuth:ClientSecret", "the-secret", "--Access:OAuth:Label", "Example",
        "--Access:OAuth:AuthorizationEndpoint", $"{Address}/authorize", "--Access:OAuth:TokenEndpoint", $"{Address}/token",
        "--Access:OAuth:UserInformationEndpoint", $"{Address}/userinfo", "--Access:OAuth:Roles:sluice-ops", "operator",
    ];

    public ValueTask DisposeAsync() => _app.DisposeAsync();
}
