using Microsoft.AspNetCore.Http.Features;
using Sluice.Gateway.Contract;
using Sluice.Gateway.Counting;
using Sluice.Gateway.Forwarding;

namespace Sluice.Gateway.Routing;

/// <summary>Says of each request whether a copy of it is made. Immutable but for what it counts.</summary>
/// <param name="to">Where copies go.</param>
internal sealed class MirrorRule(GatewayMirror config, Arm to, MirrorTally tally)
{
    public Arm To => to;

    public MirrorTally Tally => tally;

    public TimeSpan Timeout { get; } = TimeSpan.FromMilliseconds(config.TimeoutMs);

    /// <summary>Exactly the share of the requests that can be copied. Never allocates.</summary>
    public bool Chooses(HttpContext context)
    {
        if (!Fits(context))
        {
            tally.Unfit();
            return false;
        }

        return PermutedBlocks.Place(tally.Seed, tally.NextNumber()) < config.Share;
    }

    private bool Fits(HttpContext context)
    {
        var request = context.Request;
        return IsAllowed(request.Method)
            && context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest != true
            && request.ContentLength.GetValueOrDefault() <= config.MaxBodyBytes
            && (request.ContentLength is not null || context.Features.Get<IHttpRequestBodyDetectionFeature>()?.CanHaveBody != true)
            && !request.Headers.ContainsKey(Mirroring.Header);
    }

    private bool IsAllowed(string method) =>
        HttpMethods.IsGet(method) || HttpMethods.IsHead(method) || HttpMethods.IsOptions(method) || (config.UnsafeMethods && !HttpMethods.IsConnect(method));
}
