using Sluice.Gateway.Contract;
using Yarp.ReverseProxy.Forwarder;

namespace Sluice.Gateway.Routing;

/// <summary>One route, compiled: immutable but for the running number, which lives on through changes of configuration.</summary>
internal sealed class ServedRoute(GatewayRoute config, RouteMemory memory, Arm[] arms)
{
    public string Id => config.Id;

    public long MaxBodyBytes => config.Limits.MaxBodyBytes;

    public ForwarderRequestConfig Forwarding { get; } = new() { ActivityTimeout = TimeSpan.FromMilliseconds(config.Limits.TimeoutMs) };

    /// <summary>The arm for the next request. Never allocates.</summary>
    public Arm NextArm()
    {
        var place = PermutedBlocks.Place(memory.Seed, memory.NextNumber());
        var i = 0;
        while (place >= arms[i].UpTo)
        {
            i++;
        }

        return arms[i];
    }
}
