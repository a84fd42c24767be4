using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using Sluice.Domain;
using Sluice.Engine.Access;
using Sluice.Engine.Audit;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Access;

/// <summary>Lets in whom a trusted proxy names in its headers. From any other address the same headers are an attempt: refused and recorded.</summary>
internal sealed class ProxyHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder,
    IOptions<ProxyOptions> proxy, ExternalSignIn external, TenantChoice tenants, ProxyAttempts attempts)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var trusted = proxy.Value;
        var user = Request.Headers[trusted.UserHeader].ToString();
        var from = Context.Connection.RemoteIpAddress;
        if (!trusted.Trusts(from))
        {
            await attempts.RecordAsync(tenants.Of(Context) ?? TenantId.Default, user, from?.ToString() ?? "unknown", Context.RequestAborted);
            return AuthenticateResult.Fail("The headers of a proxy came from an address that is not trusted.");
        }

        // What the browser sends along by itself must not let another site act in this person's name.
        if (Request.Headers["Sec-Fetch-Site"] == "cross-site" && Request.Headers["Sec-Fetch-Mode"] != "navigate")
        {
            return AuthenticateResult.Fail("Another site made this request.");
        }

        string[] given = [.. Request.Headers[trusted.GroupsHeader].SelectMany(line => (line ?? string.Empty).Split(','))];
        if (tenants.Of(Context) is not { } tenant || !tenants.Admits(tenant, given))
        {
            return AuthenticateResult.Fail("The proxy named somebody who is not of the tenant.");
        }

        var (groups, grants) = GroupRoles.Of(given, trusted.Roles, trusted.DefaultRoles);
        var person = new ExternalPerson(tenant, AccountSource.Proxy, user, Request.Headers[trusted.NameHeader].ToString(), groups, grants);
        try
        {
            var (account, obstacle) = await external.AdmitAsync(person, isVisit: true, from!.ToString(), Context.RequestAborted);
            return account is null
                ? AuthenticateResult.Fail($"The proxy named somebody who may not come in: {obstacle}.")
                : AuthenticateResult.Success(new AuthenticationTicket(Principals.Of(account, Scheme.Name), Scheme.Name));
        }
        catch (StoreUnavailableException)
        {
            return AuthenticateResult.Fail("Accounts cannot be read now.");
        }
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status401Unauthorized;
        return Task.CompletedTask;
    }
}

/// <summary>Records headers from addresses that are not trusted, once a minute and address: a flood of them must not flood the log.</summary>
internal sealed class ProxyAttempts(IAuditTrail audit, TimeProvider time)
{
    private const int Most = 1_000;
    private static readonly TimeSpan s_quiet = TimeSpan.FromMinutes(1);
    private readonly ConcurrentDictionary<string, DateTimeOffset> _last = new(StringComparer.Ordinal);

    public async Task RecordAsync(TenantId tenant, string user, string from, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (_last.TryGetValue(from, out var last) && now - last < s_quiet)
        {
            return;
        }

        if (_last.Count >= Most)
        {
            _last.Clear();
        }

        _last[from] = now;
        var name = new string([.. user.Where(c => !char.IsControl(c)).Take(ActorName.Longest)]);
        await audit.RecordAsync(
            new(tenant, now, "unknown", AccessActions.SignIn, "console", AuditOutcome.Refused, $"headers of a proxy that name '{name}', from an address that is not trusted", "ui", from, Diff: null), ct);
    }
}
