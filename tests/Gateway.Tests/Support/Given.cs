using Sluice.Gateway.Contract;

namespace Sluice.Gateway.Tests.Support;

/// <summary>Configurations in few words.</summary>
internal static class Given
{
    public static GatewayConfig Config(long revision, params GatewayRoute[] routes) => new(revision, routes);

    public static GatewayRoute Route(params GatewayArm[] arms) => new("shop", null, "/", arms);

    public static GatewayArm Arm(string release, int weight, params string[] addresses) =>
        new(release, weight, [.. addresses.Select((address, i) => new GatewayDestination($"{release}-{i + 1}", address))]);

    /// <summary>Everything to one destination.</summary>
    public static GatewayRoute Only(string address) => Route(Arm("1", 1000, address));
}
