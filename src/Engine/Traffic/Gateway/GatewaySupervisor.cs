using Microsoft.Extensions.Hosting;

namespace Sluice.Engine.Traffic.Gateway;

/// <summary>Ties the gateway to the host's start. The host's end leaves it serving.</summary>
internal sealed class GatewaySupervisor(GatewayProcess gateway) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken) => gateway.StartAsync(cancellationToken);

    public Task StopAsync(CancellationToken cancellationToken) => gateway.LeaveAsync();
}
