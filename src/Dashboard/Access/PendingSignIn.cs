using Microsoft.AspNetCore.DataProtection;

namespace Sluice.Dashboard.Access;

/// <summary>
/// Remembers for ten minutes that this browser has shown the token, while its user types a name. So the token leaves
/// the address at once.
/// </summary>
internal sealed class PendingSignIn(IDataProtectionProvider protection)
{
    private const string CookieName = "sluice-signin";
    private static readonly TimeSpan Lifetime = TimeSpan.FromMinutes(10);
    private readonly ITimeLimitedDataProtector _protector = protection.CreateProtector("Sluice.SignIn").ToTimeLimitedDataProtector();

    public void Begin(HttpContext context) => context.Response.Cookies.Append(CookieName, _protector.Protect("shown", Lifetime), Options(context));

    public static void End(HttpContext context) => context.Response.Cookies.Delete(CookieName, Options(context));

    public bool IsOpen(HttpContext context)
    {
        if (context.Request.Cookies[CookieName] is not { Length: > 0 } cookie)
        {
            return false;
        }

        try
        {
            _protector.Unprotect(cookie);
            return true;
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            // Too old, forged, or made with keys of another installation: the token must be shown again.
            return false;
        }
    }

    // Lax, not Strict: when the link is clicked in another site, such as a web terminal, a Strict cookie would not survive the redirect.
    private static CookieOptions Options(HttpContext context) => new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Lax,
        Secure = context.Request.IsHttps,
        Path = SignInPage.Path,
        MaxAge = Lifetime,
    };
}
