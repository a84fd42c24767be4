using Microsoft.AspNetCore.Http.Features;
using Sluice.Gateway.Admin;
using Sluice.Gateway.Counting;
using Sluice.Gateway.Destinations;
using Sluice.Gateway.Routing;
using Sluice.Gateway.State;
using Yarp.ReverseProxy.Forwarder;

namespace Sluice.Gateway.Forwarding;

/// <summary>
/// Serves one request: route, arm, destination, forward, count. Uses YARP's forwarder but not its routing: a table of our own is swapped by one write,
/// so that no request ever sees half a configuration, and choosing costs no allocation.
/// </summary>
internal sealed partial class DataPlane(IHttpForwarder forwarder, Serving serving, OpenRequests open, Mirroring mirroring, TimeProvider time, ILogger<DataPlane> logger) : IDisposable
{
    private readonly HttpMessageInvoker _client = Upstream.CreateClient();
    private readonly ForwardedHeaders _headers = new();
    private readonly long _ejected = (long)(Destination.EjectedFor.TotalSeconds * time.TimestampFrequency);

    public Task ServeAsync(HttpContext context)
    {
        var start = time.GetTimestamp();
        var request = context.Request;
        if (Hops.Of(request) >= Hops.Limit)
        {
            return Problems.LoopAsync(context);
        }

        while (true)
        {
            var table = serving.Table;
            var route = table.Match(request.Host.Value, request.Path.Value);
            if (route is null)
            {
                return Problems.NoRouteAsync(context);
            }

            if (route.IsPaused)
            {
                return Problems.PausedAsync(context);
            }

            if (request.ContentLength > route.MaxBodyBytes)
            {
                return Problems.TooLargeAsync(context, route.MaxBodyBytes);
            }

            var arm = route.ArmFor(request.Headers, out var freshUser);
            var destination = arm.Choose(start);

            // Enter first, then look whether the table still holds. Thus, once a new table is in force, no request can be on its way
            // to an arm or destination that it closed without being seen among the open ones.
            destination.Enter();
            if (ReferenceEquals(table, serving.Table))
            {
                if (freshUser is not null)
                {
                    UserCookie.Set(context.Response, freshUser);
                }

                return ForwardAsync(context, route, arm, destination, start, route.Mirror is { } rule ? mirroring.Begin(context, table, rule, start) : null);
            }

            destination.Leave();
        }
    }

    public void Dispose() => _client.Dispose();

    /// <param name="copy">Of this request; null when there is none.</param>
    private async Task ForwardAsync(HttpContext context, ServedRoute route, Arm arm, Destination destination, long start, MirrorCopy? copy)
    {
        destination.Sent();
        var ticket = open.Rent();
        ticket.Begin(arm.Counters, AsksForUpgrade(context) ? Ticket.Ageless : start);
        var error = ForwarderError.RequestCreation;
        try
        {
            BodyLimit.Set(context, route.MaxBodyBytes);
            error = await forwarder.SendAsync(context, destination.Address, _client, route.Forwarding, _headers);
            if (error != ForwarderError.None && !context.Response.HasStarted && !context.RequestAborted.IsCancellationRequested)
            {
                await Problems.ForwardingFailedAsync(context, route, destination);
            }
        }
        finally
        {
            var status = context.Response.StatusCode;
            var outcome = Outcomes.Of(error, error == ForwarderError.None ? null : context.GetForwarderErrorFeature()?.Exception, status);
            ticket.End();
            open.Return(ticket);
            double? took = status == StatusCodes.Status101SwitchingProtocols ? null : time.GetElapsedTime(start).TotalMilliseconds;
            arm.Counters.Record(outcome, took);
            copy?.End(outcome, took, context.RequestAborted.IsCancellationRequested);
            destination.Count(outcome.IsError());
            Judge(destination, outcome, error);

            // Last, so that who sees nothing open any more finds every request counted.
            destination.Leave();
        }
    }

    private static bool AsksForUpgrade(HttpContext context) => context.Features.Get<IHttpUpgradeFeature>()?.IsUpgradableRequest == true;

    private void Judge(Destination destination, Outcome outcome, ForwarderError error)
    {
        if (!Outcomes.IsTransportFailure(outcome))
        {
            // A request that ended through the client says nothing about the destination.
            if (error == ForwarderError.None)
            {
                destination.Succeeded();
            }

            return;
        }

        var now = time.GetTimestamp();
        if (destination.Failed(now, now + _ejected))
        {
            Log.Ejected(logger, destination.Id, destination.Address, outcome);
        }
    }

    private static partial class Log
    {
        [LoggerMessage(3, LogLevel.Warning, "Destination {Destination} at {Address} is left out for a while: repeated failures, the last a {Outcome}")]
        public static partial void Ejected(ILogger logger, string destination, string address, Outcome outcome);
    }
}
