using Sluice.Gateway.Contract;

namespace Sluice.Engine.Metrics;

/// <summary>The cumulative counters of one instance of a release, as the gateway tells them.</summary>
internal readonly record struct InstanceReading(string Release, string Id, string Address, long Ended, long Errors)
{
    /// <summary>Of the instances that the configuration in force names.</summary>
    public static ILookup<string, InstanceReading> Of(GatewayStatus status)
    {
        var counts = status.Destinations.ToLookup(destination => (destination.Route, destination.Id));
        return (from route in status.Config.Routes
                from arm in route.Arms
                from destination in arm.Destinations
                from count in counts[(route.Id, destination.Id)].Take(1)
                select (Route: route.Id, Reading: new InstanceReading(arm.Release, destination.Id, destination.Address, count.Ended, count.Errors)))
            .ToLookup(instance => instance.Route, instance => instance.Reading);
    }
}
