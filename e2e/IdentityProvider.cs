using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Logging;

namespace Sluice.E2E;

/// <summary>
/// A small provider of sign-ins on loopback, with the code flow as RFC 6749 and RFC 7636 have it: a page that asks who it is, a code for one use
/// bound to its challenge and way back, an access token, and a userinfo endpoint with a claim of groups.
/// </summary>
public sealed class IdentityProvider : IAsyncDisposable
{
    private const string Client = "sluice";
    private const string Secret = "a-secret-between-two";

    /// <summary>Everybody it knows, with the group that each belongs to.</summary>
    private static readonly Dictionary<string, string> s_people = new(StringComparer.Ordinal)
    {
        ["olga"] = "shop-operators",
        ["theo"] = "shop-approvers",
        ["vera"] = "visitors",
        ["mallory"] = "strangers",
    };

    private readonly ConcurrentDictionary<string, (string Who, string Challenge, string Back)> _codes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, string> _tokens = new(StringComparer.Ordinal);
    private readonly WebApplication _app;

    public IdentityProvider()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.MapGet("/authorize", Ask);
        _app.MapPost("/authorize", AnswerAsync);
        _app.MapPost("/token", ExchangeAsync);
        _app.MapGet("/userinfo", Tell);
    }

    /// <summary>What the product has to be told about it.</summary>
    public IEnumerable<string> Settings
    {
        get
        {
            var address = _app.Urls.Single();
            return
            [
                "--Access:OAuth:Label", "Example ID", "--Access:OAuth:ClientId", Client, "--Access:OAuth:ClientSecret", Secret,
                "--Access:OAuth:AuthorizationEndpoint", $"{address}/authorize", "--Access:OAuth:TokenEndpoint", $"{address}/token",
                "--Access:OAuth:UserInformationEndpoint", $"{address}/userinfo", "--Access:OAuth:Scopes", "openid profile groups",
                "--Access:OAuth:Roles:shop-operators", "operator", "--Access:OAuth:Roles:shop-approvers", "approver", "--Access:OAuth:Roles:visitors", "viewer",
            ];
        }
    }

    public Task StartAsync() => _app.StartAsync();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static IResult Ask(HttpRequest request)
    {
        var (asked, back) = (request.Query, request.Query["redirect_uri"].ToString());
        if (asked["response_type"] != "code" || asked["client_id"] != Client || asked["code_challenge_method"] != "S256" || !back.EndsWith("/signin/oauth/callback", StringComparison.Ordinal))
        {
            return Results.BadRequest("Not a request that this provider knows.");
        }

        var buttons = string.Concat(s_people.Keys.Select(who => $"<button name=\"who\" value=\"{who}\">I am {who}</button>"));
        var kept = string.Concat(new[] { "state", "code_challenge", "redirect_uri" }.Select(name => $"<input type=\"hidden\" name=\"{name}\" value=\"{System.Net.WebUtility.HtmlEncode(asked[name])}\">"));
        return Results.Content($"<!DOCTYPE html><title>Example ID</title><h1>Who are you?</h1><form method=\"post\">{kept}{buttons}</form>", "text/html");
    }

    private async Task<IResult> AnswerAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var code = RandomNumberGenerator.GetHexString(32);
        _codes[code] = (form["who"].ToString(), form["code_challenge"].ToString(), form["redirect_uri"].ToString());
        return Results.Redirect(QueryHelpers.AddQueryString(form["redirect_uri"].ToString(), new Dictionary<string, string?>(StringComparer.Ordinal) { ["code"] = code, ["state"] = form["state"] }));
    }

    private async Task<IResult> ExchangeAsync(HttpRequest request)
    {
        var form = await request.ReadFormAsync();
        var proof = WebEncoders.Base64UrlEncode(SHA256.HashData(Encoding.ASCII.GetBytes(form["code_verifier"].ToString())));
        if (form["client_id"] != Client || form["client_secret"] != Secret || !_codes.TryRemove(form["code"].ToString(), out var given)
            || given.Challenge != proof || given.Back != form["redirect_uri"])
        {
            return Results.Json(new { error = "invalid_grant" }, statusCode: StatusCodes.Status400BadRequest);
        }

        var token = RandomNumberGenerator.GetHexString(32);
        _tokens[token] = given.Who;
        return Results.Json(new { access_token = token, token_type = "Bearer", expires_in = 60 });
    }

    private IResult Tell(HttpRequest request) =>
        request.Headers.Authorization.ToString().Split(' ') is ["Bearer", var token] && _tokens.TryGetValue(token, out var who)
            ? Results.Json(new { sub = who, preferred_username = who, name = $"{char.ToUpperInvariant(who[0])}{who[1..]} of Example", groups = new[] { s_people[who] } })
            : Results.Unauthorized();
}
