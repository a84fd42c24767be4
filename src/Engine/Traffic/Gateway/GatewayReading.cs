using System.Globalization;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Traffic.Gateway;

/// <summary>One answer of the gateway, ordered by place, so that many places can be looked up in it.</summary>
internal sealed class GatewayReading(GatewayStatus status)
{
    private readonly Dictionary<string, GatewayRoute> _routes = status.Config.Routes.ToDictionary(route => route.Id);
    private readonly ILookup<string, DestinationStatus> _destinations = status.Destinations.ToLookup(destination => destination.Route);

    public GatewayConfig Config => status.Config;

    public bool Knows(string feature) => status.Features.Contains(feature, StringComparer.Ordinal);

    public GatewayRoute? Route(string id) => _routes.GetValueOrDefault(id);

    public RouteReading Of(PlaceKey place)
    {
        var id = place.ToString();
        return Route(id) is { } route
            ? new(
                route.Arms.SelectMany(Arm).ToValueList(),
                _destinations[id].Select(d => new ReadInstance(d.Id, d.Healthy, d.Draining, d.Open)).ToValueList())
            {
                Users = GatewayUserRouting.Of(route.Users),
                UserCounts = status.Users.FirstOrDefault(users => users.Route == id) is { } counts ? new(counts.Known, counts.Welcomed, counts.Unknown, counts.Aside?.Requests) : null,
                Mirror = GatewayMirroring.Of(route.Mirror),
                MirrorCounts = GatewayMirroring.CountsOf(status, id),
            }
            : RouteReading.None;
    }

    // What is not a number was not sent by us; left out, the shares no longer add up, and the place's controller puts it right.
    private static IEnumerable<ReadArm> Arm(GatewayArm arm) =>
        int.TryParse(arm.Release, NumberStyles.None, CultureInfo.InvariantCulture, out var release) ? [new(release, Share.FromTenths(arm.Weight))] : [];
}
