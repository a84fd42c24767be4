using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OAuth;
using Microsoft.Extensions.Options;
using Sluice.Engine.Access;

namespace Sluice.Dashboard.Access;

/// <summary>The ways in, one answer: people carry a cookie or come through a proxy that knows them, programs carry a token.</summary>
internal static class Schemes
{
    public const string Either = "sluice";
    public const string Cookie = "sluice-cookie";
    public const string Token = "sluice-token";
    public const string Proxy = "sluice-proxy";

    public static void Add(IServiceCollection services)
    {
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, displayName: null, options => options.ForwardDefaultSelector = Choose)
            .AddScheme<AuthenticationSchemeOptions, BearerTokenHandler>(Token, configureOptions: null)
            .AddScheme<AuthenticationSchemeOptions, ProxyHandler>(Proxy, configureOptions: null)
            .AddOAuth(Provider.Scheme, configureOptions: _ => { })
            .AddCookie(Cookie, Configure);
        services.AddOptions<OAuthOptions>(Provider.Scheme).Configure<IOptions<ProviderOptions>>(Provider.Configure);
        services.AddOptions<CookieAuthenticationOptions>(Cookie).Configure<IOptions<AccessOptions>>(
            (cookie, access) => cookie.ExpireTimeSpan = access.Value.SessionLength);
    }

    private static string Choose(HttpContext context)
    {
        if (context.Request.Headers.Authorization.ToString().StartsWith(BearerTokenHandler.Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Token;
        }

        var proxy = context.RequestServices.GetRequiredService<IOptions<ProxyOptions>>().Value;
        return proxy.IsOn && context.Request.Headers.ContainsKey(proxy.UserHeader) ? Proxy : Cookie;
    }

    private static void Configure(CookieAuthenticationOptions options)
    {
        options.Cookie.Name = "sluice";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Strict;
        options.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        options.SlidingExpiration = true;
        options.LoginPath = SignInPage.Path;
        options.ReturnUrlParameter = SignInPage.ReturnParameter;
        options.Events.OnRedirectToLogin = context => Answer(context, StatusCodes.Status401Unauthorized);
        options.Events.OnRedirectToAccessDenied = context => Answer(context, StatusCodes.Status403Forbidden);
        options.Events.OnValidatePrincipal = ValidateAsync;
        options.Events.OnCheckSlidingExpiration = context =>
        {
            // To ask how long it lasts must not make it last longer.
            context.ShouldRenew &= context.Request.Path != SessionClock.Path;
            return Task.CompletedTask;
        };
    }

    /// <summary>A session ends with its account, its stamp or the token that opened it. As long as nobody can be looked up, nobody is sent away.</summary>
    private static async Task ValidateAsync(CookieValidatePrincipalContext context)
    {
        var services = context.HttpContext.RequestServices;
        var now = await services.GetRequiredService<AccessDirectory>().ReadAsync(context.HttpContext.RequestAborted);
        if (now.IsRead && !services.GetRequiredService<IGrants>().IsAlive(context.Principal!))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(Cookie);
        }
    }

    // A page is answered with the way in; a program that cannot follow it, with the plain truth.
    private static Task Answer(RedirectContext<CookieAuthenticationOptions> context, int status)
    {
        if (status == StatusCodes.Status401Unauthorized && IsPage(context.Request))
        {
            context.Response.Redirect(context.RedirectUri);
        }
        else
        {
            if (status == StatusCodes.Status401Unauthorized)
            {
                context.Response.Headers.WWWAuthenticate = "Bearer";
            }

            context.Response.StatusCode = status;
        }

        return Task.CompletedTask;
    }

    private static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
