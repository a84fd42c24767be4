using Sluice.Domain;
using Sluice.Domain.Traffic;
using Sluice.Gateway.Contract;

namespace Sluice.Gateway.Admin;

/// <summary>What must hold of the users of a route, and between them and its arms.</summary>
internal static class UsersValidator
{
    private const string Planned = "plan.";

    private static readonly Dictionary<string, UserKey> s_keys = Enum.GetValues<UserKey>().ToDictionary(Words.Of, key => key, StringComparer.Ordinal);

    public static void Check(GatewayRoute route, GatewayUsers users, string path, Action<string, string, string> add)
    {
        var releases = route.Arms.Select(arm => arm.Release).ToHashSet(StringComparer.Ordinal);
        foreach (var (field, release) in new[] { ("canary", users.Canary), ("stable", users.Stable) })
        {
            if (!releases.Contains(release))
            {
                add($"{path}.{field}", release, $"A release of this route: {string.Join(", ", releases)}.");
            }
        }

        if (string.Equals(users.Canary, users.Stable, StringComparison.Ordinal))
        {
            add($"{path}.canary", users.Canary, "Another release than the stable one.");
        }
        else if (releases.Contains(users.Canary) && releases.Contains(users.Stable) && route.Arms.FirstOrDefault(arm => arm.Weight > 0 && arm.Release != users.Canary && arm.Release != users.Stable) is { } third)
        {
            add(path, third.Release, "Nothing is shared out but between canary and stable; other arms have weight 0.");
        }

        if (users is { Sticky: null, Match: null })
        {
            add(path, "neither sticky nor match", "sticky, match or both; or leave it out.");
        }

        if (users.Match is { Count: 0 })
        {
            add($"{path}.match", "an empty list", $"1 to {UserRoutingRules.MostMatches} rules; leave it out when all take part.");
        }

        if (users.Match is not null && route.Arms.FirstOrDefault(arm => arm.Release == users.Stable) is { } stable && stable.Destinations.All(destination => destination.Draining))
        {
            add($"{path}.stable", users.Stable, "A release with a destination that is not draining: it gets what does not match.");
        }

        CheckKeys(users, path, add);
    }

    /// <summary>The words are the domain's, and so are the rules about names and values.</summary>
    private static void CheckKeys(GatewayUsers users, string path, Action<string, string, string> add)
    {
        var known = string.Join(", ", s_keys.Keys);
        if (users.Sticky is { } sticky && !s_keys.ContainsKey(sticky.By))
        {
            add($"{path}.sticky.by", sticky.By, $"One of {known}.");
        }

        foreach (var (i, match) in (users.Match ?? []).Index().Where(match => !s_keys.ContainsKey(match.Item.By)))
        {
            add(FormattableString.Invariant($"{path}.match[{i}].by"), match.By, "header or cookie.");
        }

        foreach (var error in UserRoutingRules.Check(AsPlanned(users)))
        {
            add($"{path}.{error.Field[Planned.Length..]}", error.Found, $"Expected {error.Remedy}.");
        }
    }

    /// <summary>What has an unknown key is known to be wrong and looked at as a header.</summary>
    private static UserRouting AsPlanned(GatewayUsers users) => new(
        users.Sticky is { } sticky ? new(s_keys.GetValueOrDefault(sticky.By), sticky.Name) : null,
        (users.Match ?? []).Select(match => new UserMatch(s_keys.GetValueOrDefault(match.By), match.Name) { Value = match.Value, Prefix = match.Prefix }).ToValueList());
}
