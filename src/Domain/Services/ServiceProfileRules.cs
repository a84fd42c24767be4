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
    public const int LongestAddress = WebAddress.Longest;
    public const int LongestDescription = 500;

    public static ValueList<FieldError> Check(ServiceProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        var errors = new List<FieldError>();
        if (profile.Team is { } team && !Slug.IsValid(team))
        {
            errors.Add(new("team", team, Slug.Remedy));
        }

        CheckOwners(profile.Owners, errors);
        errors.AddRange(new[] { WebAddress.Mistake("on_call", profile.OnCall), WebAddress.Mistake("runbook", profile.Runbook) }.OfType<FieldError>());
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

    private static string Length(int characters) => string.Create(CultureInfo.InvariantCulture, $"{characters} characters");
}
