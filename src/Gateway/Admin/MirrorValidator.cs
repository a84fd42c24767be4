using Sluice.Gateway.Contract;

namespace Sluice.Gateway.Admin;

/// <summary>What must hold between the copies of a route's requests and its arms.</summary>
internal static class MirrorValidator
{
    private const int Whole = 1000;

    public static void Check(GatewayRoute route, GatewayMirror mirror, string path, Action<string, string, string> add)
    {
        if (route.Arms.FirstOrDefault(arm => arm.Release == mirror.To) is not { } to)
        {
            add($"{path}.to", mirror.To, $"A release of this route: {string.Join(", ", route.Arms.Select(arm => arm.Release))}.");
        }
        else if (to.Weight > 0)
        {
            add($"{path}.to", mirror.To, "A release with weight 0: what serves users gets no copies beside them.");
        }
        else if (to.Destinations.All(destination => destination.Draining))
        {
            add($"{path}.to", mirror.To, "A release with a destination that is not draining.");
        }

        if (route.Arms.All(arm => arm.Weight < Whole))
        {
            add(path, "users shared out between releases", $"One release with weight {Whole}: copies are compared with what it answers.");
        }

        if (route.Users is not null)
        {
            add(path, "users told apart", "Either users or mirror.");
        }
    }
}
