using System.Globalization;
using Sluice.Gateway.Contract;

namespace Sluice.Gateway.Admin;

/// <summary>What must hold between the fields of a configuration and inside its texts. Adds every mistake; says nothing about fields that are wrong already.</summary>
internal static class ConfigValidator
{
    private const int Whole = 1000;
    private const int LongestId = 500;

    public static void Validate(GatewayConfig config, List<GatewayMistake> mistakes)
    {
        // Texts that could not be read are empty here; their mistakes are known.
        var wrong = mistakes.Select(mistake => mistake.Field).ToHashSet(StringComparer.Ordinal);
        var add = (string field, string found, string remedy) =>
        {
            if (!wrong.Contains(field))
            {
                mistakes.Add(new(field, found, remedy));
            }
        };
        var ids = new HashSet<string>(StringComparer.Ordinal);
        var places = new HashSet<(string? Host, string Prefix)>();
        for (var i = 0; i < config.Routes.Count; i++)
        {
            var route = config.Routes[i];
            var path = At("routes", i);
            CheckId($"{path}.id", route.Id, ids, "A route's id is unique.", add);
            if (route.Host is { } host && Addresses.MistakeInHost(host) is { } hostRemedy)
            {
                add($"{path}.host", host, hostRemedy);
            }

            if (Addresses.MistakeInPrefix(route.PathPrefix) is { } prefixRemedy)
            {
                add($"{path}.pathPrefix", route.PathPrefix, prefixRemedy);
            }
            else if (!places.Add((route.Host?.ToLowerInvariant(), route.PathPrefix)))
            {
                add($"{path}.pathPrefix", route.PathPrefix, $"Another route has host {route.Host ?? "(any)"} and this prefix already; one place, one route.");
            }

            CheckArms(route, path, wrong, add);
            if (route.Users is { } users)
            {
                UsersValidator.Check(route, users, $"{path}.users", add);
            }

            if (route.Mirror is { } mirror)
            {
                MirrorValidator.Check(route, mirror, $"{path}.mirror", add);
            }
        }
    }

    private static void CheckArms(GatewayRoute route, string path, HashSet<string> wrong, Action<string, string, string> add)
    {
        var releases = new HashSet<string>(StringComparer.Ordinal);
        var destinations = new HashSet<string>(StringComparer.Ordinal);
        var weightsKnown = !wrong.Contains($"{path}.arms");
        for (var i = 0; i < route.Arms.Count; i++)
        {
            var arm = route.Arms[i];
            var at = At($"{path}.arms", i);
            weightsKnown &= !wrong.Contains($"{at}.weight") && !wrong.Contains(at);
            CheckId($"{at}.release", arm.Release, releases, "A release stands once in a route.", add);
            for (var j = 0; j < arm.Destinations.Count; j++)
            {
                var destination = arm.Destinations[j];
                CheckId($"{At($"{at}.destinations", j)}.id", destination.Id, destinations, "A destination's id is unique in its route.", add);
                if (Addresses.MistakeInAddress(destination.Address) is { } remedy)
                {
                    add($"{At($"{at}.destinations", j)}.address", destination.Address, remedy);
                }
            }

            if (arm.Weight > 0 && !route.Paused && arm.Destinations.All(destination => destination.Draining))
            {
                add($"{at}.destinations", $"{arm.Destinations.Count}, all draining", "An arm with weight needs a destination that is not draining; give it weight 0, or pause the route.");
            }

            if (arm.Probe is { } probe && !probe.Path.StartsWith('/'))
            {
                add($"{at}.probe.path", probe.Path, "A path that begins with '/'.");
            }
        }

        var sum = route.Arms.Sum(arm => arm.Weight);
        if (weightsKnown && sum != Whole)
        {
            add($"{path}.arms", sum.ToString(CultureInfo.InvariantCulture), $"The weights of a route add up to exactly {Whole}.");
        }
    }

    private static void CheckId(string field, string id, HashSet<string> seen, string unique, Action<string, string, string> add)
    {
        if (id.Length is 0 or > LongestId)
        {
            add(field, id.Length == 0 ? "nothing" : $"{id.Length} characters", $"A text of 1 to {LongestId} characters.");
        }
        else if (!seen.Add(id))
        {
            add(field, id, unique);
        }
    }

    private static string At(string list, int index) => string.Create(CultureInfo.InvariantCulture, $"{list}[{index}]");
}
