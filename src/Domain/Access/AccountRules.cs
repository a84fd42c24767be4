using System.Globalization;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Access;

/// <summary>What an account must look like. Every check names all mistakes together.</summary>
public static class AccountRules
{
    public const int LongestDisplayName = 80;
    public const int ShortestPassword = 12;
    public const int LongestPassword = 128;
    public const int MostGroups = 50;
    public const int MostGrants = 200;

    public static ValueList<FieldError> Check(AccountName name, string displayName, ValueList<string> groups, ValueList<RoleGrant> grants)
    {
        var errors = new List<FieldError>();
        if (!name.IsValid())
        {
            errors.Add(new("name", Short(name.Value), AccountName.Remedy));
        }

        if (displayName.Length is 0 or > LongestDisplayName || displayName.Any(char.IsControl))
        {
            errors.Add(new("display_name", Short(displayName), $"1 to {LongestDisplayName} characters without line breaks"));
        }

        errors.AddRange(groups.Where(group => !Slug.IsValid(group)).Select(group => new FieldError("groups", Short(group), Slug.Remedy)));
        Most(groups.Count, MostGroups, "groups");
        Most(grants.Count, MostGrants, "grants");
        return errors.ToValueList();

        void Most(int count, int most, string field)
        {
            if (count > most)
            {
                errors.Add(new(field, count.ToString(CultureInfo.InvariantCulture), $"at most {most}"));
            }
        }
    }

    /// <summary>The password itself stays out of the answer.</summary>
    public static ValueList<FieldError> CheckPassword(string password, AccountName name)
    {
        if (password.Length is < ShortestPassword or > LongestPassword)
        {
            return [new("password", $"{password.Length} characters", $"{ShortestPassword} to {LongestPassword} characters")];
        }

        return name.Value.Length > 3 && password.Contains(name.Value, StringComparison.OrdinalIgnoreCase)
            ? [new("password", "the name in it", "a password that does not hold the name")]
            : [];
    }

    /// <summary>Groups as people write them: with commas, spaces or lines between, each once.</summary>
    public static ValueList<string> Groups(string? text) =>
        (text ?? string.Empty).Split([',', ' ', '\n', '\r', '\t'], StringSplitOptions.RemoveEmptyEntries).Distinct(StringComparer.Ordinal).ToValueList();

    private static string Short(string text) => text.Length == 0 ? "nothing" : text.Length > 80 ? text[..80] : text;
}
