using Sluice.Gateway.Contract;
using Yarp.ReverseProxy.Forwarder;

namespace Sluice.Gateway.Routing;

/// <summary>One route, compiled: immutable but for the running number, which lives on through changes of configuration.</summary>
/// <param name="users">Null: every request is shared out for itself.</param>
internal sealed class ServedRoute(GatewayRoute config, RouteMemory memory, Arm[] arms, UserSharing? users)
{
    public string Id => config.Id;

    public bool IsPaused => config.Paused;

    public long MaxBodyBytes => config.Limits.MaxBodyBytes;

    /// <summary>Null: nothing is copied.</summary>
    public MirrorRule? Mirror { get; init; }

    public ForwarderRequestConfig Forwarding { get; } = new() { ActivityTimeout = TimeSpan.FromMilliseconds(config.Limits.TimeoutMs) };

    /// <summary>The arm for a request.</summary>
    /// <param name="fresh">What the gateway's cookie is to be; null when the answer sets none.</param>
    public Arm ArmFor(IHeaderDictionary headers, out string? fresh)
    {
        fresh = null;
        return users?.ArmOf(headers, out fresh) ?? NextArm();
    }

    /// <summary>The arm for the next request, by the weights alone. Never allocates.</summary>
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
