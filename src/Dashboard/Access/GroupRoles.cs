using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Access;

/// <summary>From the groups that somebody else names to roles here and to groups for gates.</summary>
internal static class GroupRoles
{
    /// <param name="map">Group to grants, as in the settings.</param>
    /// <param name="everybody">Grants without any group; null for none.</param>
    public static (ValueList<string> Groups, ValueList<RoleGrant> Grants) Of(IEnumerable<string> given, IReadOnlyDictionary<string, string> map, string? everybody)
    {
        var names = given.Select(name => name.Trim()).Where(name => name.Length > 0).Distinct(StringComparer.OrdinalIgnoreCase).Order(StringComparer.Ordinal).ToArray();
        var grants = names.Where(map.ContainsKey).Select(name => map[name]).Prepend(everybody).SelectMany(text => GrantText.ParseAll(text, string.Empty).Grants).Distinct();

        // A directory may name hundreds. Those that are known here come first; names that no gate could hold are left out.
        var groups = names.OrderBy(name => map.ContainsKey(name) ? 0 : 1).Where(Slug.IsValid).Take(AccountRules.MostGroups).Order(StringComparer.Ordinal);
        return (groups.ToValueList(), grants.Take(AccountRules.MostGrants).ToValueList());
    }

    public static IEnumerable<string> Mistakes(string key, IReadOnlyDictionary<string, string> map, string? everybody) =>
        map.SelectMany(pair => GrantText.ParseAll(pair.Value, $"{key}:Roles:{pair.Key}").Errors).Concat(GrantText.ParseAll(everybody, $"{key}:DefaultRoles").Errors)
            .Select(error => $"{error.Field} must list roles, but holds '{error.Found}'. Write {error.Remedy}.");
}
