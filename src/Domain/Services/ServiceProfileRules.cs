using System.Globalization;
using Sluice.Domain.Access;
using Sluice.Domain.Freezes;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Services;

/// <summary>What a service's profile must look like. All mistakes together.</summary>
public static class ServiceProfileRules
{
    public const int MostOwners = 20;
    public const int LongestOwner = AccountRules.LongestDisplayName;
    public const int LongestAddress = 2_000;
    public const int LongestDescription = 500;

    private const string AddressRemedy = "an address such as https://wiki.example/checkout, without name or password in it";

    public static ValueList<FieldError> Check(ServiceProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var errors = new List<FieldError>();
        if (profile.Team is { } team && !Slug.IsValid(team))
        {
            errors.Add(new("team", team, Slug.Remedy));
        }

        CheckOwners(profile.Owners, errors);
        CheckAddress("on_call", profile.OnCall, errors);
        CheckAddress("runbook", profile.Runbook, errors);
        if (profile.TimeZone is { } zone && ZoneClock.Find(zone) is null)
        {
            errors.Add(new("time_zone", zone.Length > LongestOwner ? Length(zone.Length) : zone, "a name of the IANA time zone database, such as Europe/Berlin or UTC"));
        }

        if (profile.Description is { Length: > LongestDescription } description)
        {
            errors.Add(new("description", Length(description.Length), $"at most {LongestDescription} characters"));
        }

        return errors.ToValueList();
    }

    private static void CheckOwners(ValueList<string> owners, List<FieldError> errors)
    {
        if (owners.Count > MostOwners)
        {
            errors.Add(new("owners", string.Create(CultureInfo.InvariantCulture, $"{owners.Count} names"), $"at most {MostOwners}"));
        }

        for (var i = 0; i < Math.Min(owners.Count, MostOwners); i++)
        {
            var field = string.Create(CultureInfo.InvariantCulture, $"owners[{i}]");
            var owner = owners[i];
            if (string.IsNullOrWhiteSpace(owner) || owner.Length > LongestOwner || owner.Any(char.IsControl))
            {
                errors.Add(new(field, string.IsNullOrWhiteSpace(owner) ? "nothing" : Length(owner.Length), $"a name of 1 to {LongestOwner} characters in one line"));
            }
            else if (owners.Take(i).Contains(owner, StringComparer.Ordinal))
            {
                errors.Add(new(field, owner, "each name once"));
            }
        }
    }

    /// <summary>It becomes a link that people follow: the web only, and no credentials in what everybody of the tenant reads.</summary>
    private static void CheckAddress(string field, string? address, List<FieldError> errors)
    {
        if (address is null)
        {
            return;
        }

        if (address.Length > LongestAddress)
        {
            errors.Add(new(field, Length(address.Length), $"at most {LongestAddress} characters"));
        }
        else if (!Uri.TryCreate(address, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            errors.Add(new(field, address, AddressRemedy));
        }
        else if (uri.UserInfo.Length > 0)
        {
            errors.Add(new(field, $"an address of {uri.Host} with a name or password in it", AddressRemedy));
        }
    }

    private static string Length(int characters) => string.Create(CultureInfo.InvariantCulture, $"{characters} characters");
}
