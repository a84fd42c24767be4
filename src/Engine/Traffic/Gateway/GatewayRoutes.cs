using System.Globalization;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Traffic.Gateway;

/// <summary>Translates routes into the gateway's words, always in the same order, so that equal routes look equal.</summary>
internal static class GatewayRoutes
{
    private const int Whole = 1000;

    /// <exception cref="RouterException">It would leave requests without anyone to answer them.</exception>
    public static GatewayRoute From(RouteSpec spec)
    {
        // A release that leaves may be told of twice: as an arm without share and with its draining instances.
        var arms = spec.Arms.GroupBy(arm => arm.Release).OrderBy(arms => arms.Key).Select(arms => new GatewayArm(
            arms.Key.ToString(CultureInfo.InvariantCulture),
            arms.Sum(arm => arm.Share.Tenths),
            [.. arms.SelectMany(arm => arm.Instances).DistinctBy(i => i.Id).OrderBy(i => i.Id, StringComparer.Ordinal).Select(i => new GatewayDestination(i.Id, i.Address, i.Draining))])).ToList();
        if (arms.Sum(arm => arm.Weight) is var sum && sum != Whole)
        {
            throw new RouterException($"The shares of {spec.Place} add up to {sum / 10m} %, not to 100 %. The route was not touched.", isTransient: false);
        }

        if (!spec.IsPaused && arms.Find(arm => arm.Weight > 0 && arm.Destinations.All(destination => destination.Draining)) is { } empty)
        {
            throw new RouterException(
                $"Release {empty.Release} of {spec.Place} should get {empty.Weight / 10m} % of the traffic without an instance that takes requests. The route was not touched.",
                isTransient: false);
        }

        return new(spec.Place.ToString(), spec.Router.Host, spec.Router.PathPrefix, arms) { Users = GatewayUserRouting.From(spec), Mirror = GatewayMirroring.From(spec), Paused = spec.IsPaused };
    }

    public static bool AreSame(GatewayRoute? a, GatewayRoute? b) =>
        (a is null && b is null)
        || (a is not null && b is not null
            && a.Id == b.Id && a.Host == b.Host && a.PathPrefix == b.PathPrefix && a.Limits == b.Limits && a.Mirror == b.Mirror && a.Paused == b.Paused && GatewayUserRouting.AreSame(a.Users, b.Users)
            && a.Arms.Count == b.Arms.Count && a.Arms.Zip(b.Arms).All(pair => AreSame(pair.First, pair.Second)));

    private static bool AreSame(GatewayArm a, GatewayArm b) =>
        a.Release == b.Release && a.Weight == b.Weight && a.Probe == b.Probe && a.Destinations.SequenceEqual(b.Destinations);
}
