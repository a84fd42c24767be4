using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Options;
using Sluice.Engine.Access;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Access;

/// <summary>Sign-in through a provider, with the framework's own OAuth handler; who it is says the provider's userinfo endpoint.</summary>
internal static class Provider
{
    public const string Scheme = "sluice-oauth";
    public const string StartPath = "/signin/oauth";
    public const string RefusedParameter = "provider";
    private const string CallbackPath = "/signin/oauth/callback";
    private const int MostGroups = 2_000;

    public static void Configure(OAuthOptions oauth, IOptions<ProviderOptions> settings)
    {
        var given = settings.Value;

        // The handler wants values even while it is off; nothing leads to it then.
        oauth.ClientId = given.ClientId is { Length: > 0 } id ? id : "off";
        oauth.ClientSecret = given.ClientSecret is { Length: > 0 } secret ? secret : "off";
        oauth.AuthorizationEndpoint = given.AuthorizationEndpoint ?? "https://off.invalid/";
        oauth.TokenEndpoint = given.TokenEndpoint ?? "https://off.invalid/";
        oauth.UserInformationEndpoint = given.UserInformationEndpoint ?? "https://off.invalid/";
        oauth.CallbackPath = CallbackPath;
        oauth.SignInScheme = Schemes.Cookie;
        oauth.UsePkce = true;
        oauth.SaveTokens = false;
        oauth.Scope.Clear();
        foreach (var scope in given.Scopes.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            oauth.Scope.Add(scope);
        }

        // Lax, because the browser comes back from another site.
        oauth.CorrelationCookie.Name = "sluice-oauth-";
        oauth.CorrelationCookie.SameSite = SameSiteMode.Lax;
        oauth.CorrelationCookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        oauth.Events.OnCreatingTicket = context => AdmitAsync(context, given);
        oauth.Events.OnTicketReceived = EnterAsync;
        oauth.Events.OnRemoteFailure = RefuseAsync;
    }

    private static async Task AdmitAsync(OAuthCreatingTicketContext context, ProviderOptions given)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, context.Options.UserInformationEndpoint);
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", context.AccessToken);
        request.Headers.Accept.Add(new("application/json"));
        using var answer = await context.Backchannel.SendAsync(request, context.HttpContext.RequestAborted);
        if (!answer.IsSuccessStatusCode)
        {
            throw new AuthenticationFailureException($"The provider's userinfo endpoint answered {(int)answer.StatusCode}.");
        }

        using var user = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(context.HttpContext.RequestAborted));
        var named = Groups(user.RootElement, given.GroupsClaim);
        var tenants = context.HttpContext.RequestServices.GetRequiredService<TenantChoice>();
        if (tenants.Of(context.HttpContext) is not { } tenant || !tenants.Admits(tenant, named))
        {
            throw new AuthenticationFailureException("The provider named somebody who is not of the tenant.");
        }

        var (groups, grants) = GroupRoles.Of(named, given.Roles, given.DefaultRoles);
        var person = new ExternalPerson(tenant, AccountSource.Oauth, Text(user.RootElement, given.NameClaim), Text(user.RootElement, given.DisplayNameClaim), groups, grants);
        var external = context.HttpContext.RequestServices.GetRequiredService<ExternalSignIn>();
        try
        {
            var (account, obstacle) = await external.AdmitAsync(person, isVisit: false, context.HttpContext.Connection.RemoteIpAddress?.ToString(), context.HttpContext.RequestAborted);
            context.Principal = account is null ? throw new AuthenticationFailureException(obstacle) : Principals.Of(account, Schemes.Cookie);
        }
        catch (StoreUnavailableException ex)
        {
            throw new AuthenticationFailureException("Accounts cannot be read now.", ex);
        }
    }

    /// <summary>
    /// The session's cookie is for this site only, and a browser that comes from the provider does not show it. So it is given here, and
    /// the page that is answered leads on by itself: from then on the browser comes from us.
    /// </summary>
    private static async Task EnterAsync(TicketReceivedContext context)
    {
        context.Properties!.IsPersistent = true;
        await context.HttpContext.SignInAsync(Schemes.Cookie, context.Principal!, context.Properties);
        context.HandleResponse();
        var to = System.Net.WebUtility.HtmlEncode(SignInPage.Safe(context.ReturnUri));
        context.Response.ContentType = "text/html; charset=utf-8";
        context.Response.Headers.CacheControl = "no-store";
        await context.Response.WriteAsync($"""<!DOCTYPE html><html lang="en"><head><title>Sluice</title><meta http-equiv="refresh" content="0;url={to}"></head><body><a href="{to}">Sluice</a></body></html>""", context.HttpContext.RequestAborted);
    }

    private static Task RefuseAsync(RemoteFailureContext context)
    {
        context.HandleResponse();
        context.Response.Redirect($"{SignInPage.Path}?{RefusedParameter}=1");
        return Task.CompletedTask;
    }

    private static string Text(JsonElement user, string claim) => user.TryGetProperty(claim, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString()! : string.Empty;

    private static string[] Groups(JsonElement user, string claim)
    {
        if (!user.TryGetProperty(claim, out var value))
        {
            return [];
        }

        return value.ValueKind switch
        {
            JsonValueKind.Array => [.. value.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Take(MostGroups).Select(item => item.GetString()!)],
            JsonValueKind.String => value.GetString()!.Split(','),
            _ => [],
        };
    }
}
