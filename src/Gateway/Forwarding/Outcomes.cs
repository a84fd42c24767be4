using Sluice.Gateway.Counting;
using Yarp.ReverseProxy.Forwarder;

namespace Sluice.Gateway.Forwarding;

/// <summary>Says how a forwarded request is counted.</summary>
internal static class Outcomes
{
    /// <param name="cut">The gateway ended the connection while the client was still there.</param>
    public static Outcome Of(ForwarderError error, int status, bool cut) => error switch
    {
        ForwarderError.RequestTimedOut => Outcome.Timeout,

        // A cancelled body is either too slow, and then the gateway cut the connection, or the client left.
        ForwarderError.ResponseBodyCanceled or ForwarderError.RequestBodyCanceled when cut => Outcome.Timeout,
        ForwarderError.Request or ForwarderError.ResponseBodyDestination => Outcome.Reset,
        ForwarderError.UpgradeRequestDestination or ForwarderError.UpgradeResponseDestination => Outcome.Reset,

        // A destination may answer well and close before it read all of the body; that is its right.
        ForwarderError.RequestBodyDestination => cut || status >= 500 ? status == StatusCodes.Status504GatewayTimeout ? Outcome.Timeout : Outcome.Reset : ByStatus(status),
        ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyCanceled or ForwarderError.ResponseBodyClient => Outcome.Fine,

        // An upgraded connection that nobody uses any more ends by its timeout; nobody failed.
        ForwarderError.UpgradeRequestClient or ForwarderError.UpgradeResponseClient or ForwarderError.UpgradeRequestCanceled
            or ForwarderError.UpgradeResponseCanceled or ForwarderError.UpgradeActivityTimeout => Outcome.Fine,
        _ => ByStatus(status),
    };

    /// <summary>Whether the connection to the destination failed, as passive health sees it.</summary>
    public static bool IsTransportFailure(Outcome outcome) => outcome is Outcome.Timeout or Outcome.Reset;

    private static Outcome ByStatus(int status) => status switch
    {
        >= 500 => Outcome.Error,
        >= 400 => Outcome.ClientError,
        _ => Outcome.Fine,
    };
}
