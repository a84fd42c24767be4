using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace Sluice.Dashboard.Access;

/// <summary>Two ways in, one answer: people carry a cookie, programs a token.</summary>
internal static class Schemes
{
    public const string Either = "sluice";
    public const string Cookie = "sluice-cookie";
    public const string Token = "sluice-token";

    public static void Add(IServiceCollection services)
    {
        services.AddAuthentication(Either)
            .AddPolicyScheme(Either, displayName: null, options => options.ForwardDefaultSelector = Choose)
            .AddScheme<AuthenticationSchemeOptions, BearerTokenHandler>(Token, configureOptions: null)
            .AddCookie(Cookie, Configure);
        services.AddOptions<CookieAuthenticationOptions>(Cookie).Configure<Microsoft.Extensions.Options.IOptions<AccessOptions>>(
            (cookie, access) => cookie.ExpireTimeSpan = access.Value.SessionLength);
    }

    private static string Choose(HttpContext context) =>
        context.Request.Headers.Authorization.ToString().StartsWith(BearerTokenHandler.Prefix, StringComparison.OrdinalIgnoreCase) ? Token : Cookie;

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
            context.Response.Headers.WWWAuthenticate = "Bearer";
            context.Response.StatusCode = status;
        }

        return Task.CompletedTask;
    }

    private static bool IsPage(HttpRequest request) =>
        HttpMethods.IsGet(request.Method) && request.Headers.Accept.ToString().Contains("text/html", StringComparison.OrdinalIgnoreCase);
}
