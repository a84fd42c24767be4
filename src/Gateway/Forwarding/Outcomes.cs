using Sluice.Gateway.Counting;
using Yarp.ReverseProxy.Forwarder;

namespace Sluice.Gateway.Forwarding;

/// <summary>Says how a forwarded request is counted.</summary>
internal static class Outcomes
{
    /// <param name="exception">What the forwarder noted with the error; it alone tells some cases apart.</param>
    public static Outcome Of(ForwarderError error, Exception? exception, int status) => error switch
    {
        ForwarderError.RequestTimedOut => Outcome.Timeout,

        // A body that made no progress in time is cancelled from our side; one that broke is not.
        ForwarderError.ResponseBodyDestination => exception is OperationCanceledException ? Outcome.Timeout : Outcome.Reset,
        ForwarderError.Request or ForwarderError.UpgradeRequestDestination or ForwarderError.UpgradeResponseDestination => Outcome.Reset,

        // With two exceptions the answer failed as well. With one it was whole: a destination may answer before it read all of the body.
        ForwarderError.RequestBodyDestination when exception is AggregateException => status == StatusCodes.Status504GatewayTimeout ? Outcome.Timeout : Outcome.Reset,
        ForwarderError.RequestCanceled or ForwarderError.RequestBodyCanceled or ForwarderError.ResponseBodyCanceled or ForwarderError.ResponseBodyClient => Outcome.Fine,

        // An upgraded connection that nobody uses any more ends by its timeout; nobody failed.
        ForwarderError.UpgradeRequestClient or ForwarderError.UpgradeResponseClient or ForwarderError.UpgradeRequestCanceled
            or ForwarderError.UpgradeResponseCanceled or ForwarderError.UpgradeActivityTimeout => Outcome.Fine,
        _ => ByStatus(status),
    };

    /// <summary>Whether the connection to the destination failed, as passive health sees it.</summary>
    public static bool IsTransportFailure(Outcome outcome) => outcome is Outcome.Timeout or Outcome.Reset;

    public static Outcome ByStatus(int status) => status switch
    {
        >= 500 => Outcome.Error,
        >= 400 => Outcome.ClientError,
        _ => Outcome.Fine,
    };
}
