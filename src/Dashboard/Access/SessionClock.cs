using Microsoft.AspNetCore.Authentication;

namespace Sluice.Dashboard.Access;

/// <summary>How long a session in a cookie still lasts, and another length of it. A page that lives in a circuit makes no requests that would extend it.</summary>
internal static class SessionClock
{
    public const string Path = "/session";

    /// <returns>Null when no cookie with an end proves who it is.</returns>
    public static TimeSpan? LeftOf(AuthenticateResult? result, TimeProvider time) =>
        result is { Succeeded: true, Ticket.AuthenticationScheme: Schemes.Cookie, Properties.ExpiresUtc: { } end } ? end - time.GetUtcNow() : null;

    /// <summary>Asking extends nothing.</summary>
    public static async Task<IResult> ReadAsync(HttpContext context, TimeProvider time) => Answer(context, LeftOf(await context.AuthenticateAsync(Schemes.Cookie), time));

    /// <summary>Needs no form token: the cookie comes with requests of this site only, and all that happens is that one's own session goes on.</summary>
    public static async Task<IResult> ExtendAsync(HttpContext context, TimeProvider time)
    {
        var result = await context.AuthenticateAsync(Schemes.Cookie);
        if (LeftOf(result, time) is null)
        {
            return Answer(context, left: null);
        }

        var properties = result.Properties!;
        (properties.IssuedUtc, properties.ExpiresUtc) = (null, null);
        await context.SignInAsync(Schemes.Cookie, result.Principal!, properties);
        return Answer(context, properties.ExpiresUtc - time.GetUtcNow());
    }

    private static IResult Answer(HttpContext context, TimeSpan? left)
    {
        context.Response.Headers.CacheControl = "no-store";
        return Results.Json(new Left(left is { } time ? Math.Max(0, (long)time.TotalSeconds) : null));
    }

    /// <param name="Seconds">Null: it does not end by time.</param>
    private sealed record Left(long? Seconds);
}
