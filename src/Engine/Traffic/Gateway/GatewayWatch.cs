using Sluice.Engine.Live;

namespace Sluice.Engine.Traffic.Gateway;

/// <summary>What it means for people when the gateway cannot be reached.</summary>
internal sealed class GatewayWatch(IGatewayHealth gateway) : IComponentWatch
{
    public ComponentHealth Health => gateway.Current is { IsReachable: false } lost
        ? new("gateway", IsWell: false, lost.Since, $"The gateway cannot be reached ({lost.LastError?.TrimEnd('.') ?? "no answer"}). Deployments hold until it is back.")
        : new("gateway", IsWell: true, gateway.Current.Since, Detail: null);
}
