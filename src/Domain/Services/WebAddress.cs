using System.Globalization;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Services;

/// <summary>It becomes a link that people follow: the web only, and no credentials in what everybody of the tenant reads.</summary>
internal static class WebAddress
{
    public const int Longest = 2_000;

    private const string Remedy = "an address such as https://wiki.example/checkout, without name or password in it";

    /// <param name="address">Null is none, and right.</param>
    public static FieldError? Mistake(string field, string? address) => address switch
    {
        null => null,
        { Length: > Longest } => new(field, string.Create(CultureInfo.InvariantCulture, $"{address.Length} characters"), $"at most {Longest} characters"),
        _ when !Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps) => new(field, address, Remedy),
        _ when new Uri(address) is { UserInfo.Length: > 0 } named => new(field, $"an address of {named.Host} with a name or password in it", Remedy),
        _ => null,
    };
}
