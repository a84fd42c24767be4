using Sluice.Gateway.Counting;
using Sluice.Gateway.Destinations;

namespace Sluice.Gateway.Routing;

/// <summary>One release of a route, compiled: its upper end on the scale of weights and the destinations that take new requests.</summary>
/// <param name="UpTo">The arm serves the places below this one and not below the previous arm's.</param>
internal sealed record Arm(string Release, int UpTo, Destination[] Open, ArmCounters Counters)
{
    /// <summary>
    /// Two random destinations, the one with fewer open requests (Mitzenmacher, The Power of Two Choices, 1996), healthy ones first. When none is healthy any will do:
    /// the requests of a dead release must fail as this release's, so that whoever watches sees it.
    /// </summary>
    public Destination Choose(long now)
    {
        var open = Open;
        if (open.Length == 1)
        {
            return open[0];
        }

        var first = Healthy(Random.Shared.Next(open.Length), now);
        var second = Healthy((first + 1 + Random.Shared.Next(open.Length - 1)) % open.Length, now);
        return open[second].OpenRequests < open[first].OpenRequests ? open[second] : open[first];
    }

    private int Healthy(int start, long now)
    {
        for (var i = 0; i < Open.Length; i++)
        {
            var index = (start + i) % Open.Length;
            if (Open[index].IsHealthy(now))
            {
                return index;
            }
        }

        return start;
    }
}
