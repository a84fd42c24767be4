using System.Security.Claims;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Sluice.Domain.Access;
using Sluice.Engine.Access;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Access;

/// <summary>Lets scripts and pipelines in: <c>Authorization: Bearer …</c> with an API token, or with the installation's own and the name of who they work for.</summary>
internal sealed class BearerTokenHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    AccessToken bootstrap, AccessDirectory directory, IGrants grants, TokenUse used, TenantChoice tenants, SignInRecord record)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    public const string Prefix = "Bearer ";
    public const string ActorHeader = "Sluice-Actor";
    private const string DefaultActor = "api";

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var text = header[Prefix.Length..].Trim();
        var now = await directory.ReadAsync(Context.RequestAborted);
        var result = bootstrap.Matches(text) ? Bootstrap(now) : OfApiToken(text, now);
        if (!result.Succeeded)
        {
            await record.WasRefusedAsync(Context, Request.Headers[ActorHeader], CommandSource.Api);
        }

        return result;
    }

    private AuthenticateResult Bootstrap(AccessSnapshot now)
    {
        var actor = Request.Headers.TryGetValue(ActorHeader, out var given) ? given.ToString() : DefaultActor;
        if (!ActorName.TryParse(actor, out var name))
        {
            return AuthenticateResult.Fail($"{ActorHeader} must name somebody in 1 to {ActorName.Longest} characters.");
        }

        if (tenants.Of(Context) is not { } tenant)
        {
            return AuthenticateResult.Fail("There is no such tenant.");
        }

        return now.Find(tenant, AccountName.Typed(name)) is not null
            ? AuthenticateResult.Fail($"{ActorHeader} names an account. Its owner can make a token of their own.")
            : Success(Principals.Bootstrap(tenant, name, bootstrap.Stamp, Scheme.Name));
    }

    // One look into a table in memory: a flood of wrong tokens costs next to nothing.
    private AuthenticateResult OfApiToken(string text, AccessSnapshot now)
    {
        if (!TokenSecret.TryParse(text, out var id, out var hash)
            || now.FindToken(id) is not { } token
            || !TokenSecret.Same(token.Hash, hash)
            || Principals.Of(token, Scheme.Name) is not { } user
            || !grants.IsAlive(user))
        {
            return AuthenticateResult.Fail("The token is unknown, has expired or was revoked.");
        }

        used.Note(id);
        return Success(user);
    }

    private AuthenticateResult Success(ClaimsPrincipal user) => AuthenticateResult.Success(new AuthenticationTicket(user, Scheme.Name));
}
