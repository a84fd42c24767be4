using Sluice.Engine.Traffic;
using Sluice.Engine.Traffic.Gateway;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Tests.Traffic.Gateway;

public sealed class GatewayClientTests
{
    [Fact]
    public async Task Why_there_is_no_gateway_stays_the_same_however_often_it_is_asked_for()
    {
        var monitor = new GatewayMonitor(TimeProvider.System);
        monitor.Failed("The gateway cannot start: its port is taken.");
        using var client = new GatewayClient(monitor);
        for (var i = 0; i < 3; i++)
        {
            var ex = await Assert.ThrowsAsync<RouterException>(() => client.StatusAsync(TestContext.Current.CancellationToken));
            Assert.Equal("The gateway is not there yet. The gateway cannot start: its port is taken.", ex.Message);
            await Assert.ThrowsAsync<RouterException>(() => client.PutAsync(GatewayConfig.Empty, TestContext.Current.CancellationToken));
        }

        Assert.Equal("The gateway cannot start: its port is taken.", monitor.Current.LastError);
    }
}
