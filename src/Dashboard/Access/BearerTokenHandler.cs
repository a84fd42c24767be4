using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Access;

/// <summary>Lets scripts and pipelines in: <c>Authorization: Bearer …</c>, and optionally who they work for.</summary>
internal sealed class BearerTokenHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder, AccessToken token, SignInRecord record)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Prefix = "Bearer ";
    public const string ActorHeader = "Sluice-Actor";
    private const string DefaultActor = "api";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var actor = Request.Headers.TryGetValue(ActorHeader, out var given) ? given.ToString() : DefaultActor;
        if (!token.Matches(header[Prefix.Length..].Trim()))
        {
            await record.WasRefusedAsync(Context, actor, CommandSource.Api);
            return AuthenticateResult.Fail("The token is not the one of this installation.");
        }

        return ActorName.TryParse(actor, out var name)
            ? AuthenticateResult.Success(new AuthenticationTicket(Principals.Create(name, Scheme.Name), Scheme.Name))
            : AuthenticateResult.Fail($"{ActorHeader} must name somebody in 1 to {ActorName.Longest} characters.");
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}
