using System.Net;
using System.Net.Sockets;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Traffic;

namespace Sluice.Engine.Tests.Traffic;

/// <summary>Places and routes in few words.</summary>
internal static class Given
{
    public static PlaceKey Place(string service) => new(TenantId.Default, ServiceName.From(service), EnvironmentName.From("production"));

    /// <summary>Served under the service's name as path.</summary>
    public static RouteSpec Route(string service, params RouteArm[] arms) => new(Place(service), new(RouterKind.Gateway, Host: null, "/" + service), arms.ToValueList());

    public static RouteArm Arm(int release, int percent, params string[] addresses) => new(
        release,
        release == 1 ? ArmRole.Stable : ArmRole.Canary,
        Share.FromPercent(percent),
        addresses.Select((address, i) => new RouteInstance($"{release}-{i}", address, Draining: false)).ToValueList());

    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
