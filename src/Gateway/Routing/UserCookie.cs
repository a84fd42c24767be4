using System.Buffers;
using System.Security.Cryptography;

namespace Sluice.Gateway.Routing;

/// <summary>The gateway's own cookie: a random number that says nothing about anybody. Scripts cannot read it, and other sites' requests do not carry it.</summary>
internal static class UserCookie
{
    public const string Name = "Sluice-User";

    private const int Bytes = 16;
    private const int Digits = 2 * Bytes;

    // Longer than a deployment takes; who comes back later is shared out anew.
    private const string Attributes = "; Max-Age=2592000; Path=/; HttpOnly; SameSite=Lax";

    private static readonly SearchValues<char> s_digits = SearchValues.Create("0123456789abcdef");

    public static string NewValue() => RandomNumberGenerator.GetHexString(Digits, lowercase: true);

    /// <summary>Anything else was not made by a gateway, and may be the same for everybody.</summary>
    public static bool IsOurs(ReadOnlySpan<char> value) => value.Length == Digits && !value.ContainsAnyExcept(s_digits);

    public static void Set(HttpResponse response, string value) =>
        response.Headers.Append("Set-Cookie", $"{Name}={value}{Attributes}{(response.HttpContext.Request.IsHttps ? "; Secure" : "")}");
}
