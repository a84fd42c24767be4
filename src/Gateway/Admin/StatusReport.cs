using Sluice.Gateway.Contract;
using Sluice.Gateway.Counting;
using Sluice.Gateway.Destinations;
using Sluice.Gateway.State;

namespace Sluice.Gateway.Admin;

/// <summary>Puts the answer to <c>GET /status</c> together.</summary>
internal sealed class StatusReport(Serving serving, OpenRequests open, GatewayIdentity identity, TimeProvider time)
{
    public GatewayStatus Make()
    {
        var table = serving.Table;
        var now = time.GetTimestamp();
        var counts = open.Count();
        return new(Environment.ProcessId, identity.Run, time.GetUtcNow(), table.Config, [.. table.Counters.Select(arm => Read(arm, counts.GetValueOrDefault(arm)))])
        {
            Features = GatewayFeatures.All,
            Users = [.. table.Users.Select(users => new UserCounts(
                users.Route, users.KnownRequests, users.WelcomedRequests, users.UnknownRequests, users.Aside is { } aside ? Read(aside, counts.GetValueOrDefault(aside)) : null))],
            Mirrors = [.. table.Mirrors.Select(mirror => new MirrorCounts(
                mirror.Route,
                Read(mirror.Copies, counts.GetValueOrDefault(mirror.Copies)),
                Read(mirror.Originals, counts.GetValueOrDefault(mirror.Originals)),
                mirror.DroppedRequests,
                mirror.UnfitRequests))],
            Destinations = [.. table.Destinations.Select(placed => Read(placed, now))],
        };
    }

    private static DestinationStatus Read(PlacedDestination placed, long now)
    {
        var destination = placed.Destination;
        var errors = destination.Errors;
        return new(placed.Route, destination.Id, destination.IsHealthy(now), placed.Draining, destination.OpenRequests, destination.Requests) { Errors = errors, Ended = destination.Ended };
    }

    private static ReleaseCounters Read(ArmCounters arm, OpenCounts? open)
    {
        // Parts before the whole: a request that ends meanwhile may be missing from the parts, never the other way round.
        var (latencyFirst, latency) = Trim(arm.ReadLatency());
        var (openFirst, openByAge) = Trim(open?.ByAge ?? []);
        var (timeouts, resets, clientErrors) = (arm.Timeouts, arm.Resets, arm.ClientErrors);
        var errors = arm.Errors;
        return new(arm.Route, arm.Release, arm.Requests, errors, timeouts, resets, clientErrors, open?.All ?? 0, latencyFirst, latency, openFirst, openByAge);
    }

    private static (int First, long[] Buckets) Trim(long[] buckets)
    {
        var first = buckets.AsSpan().IndexOfAnyExcept(0);
        return first < 0 ? (0, []) : (first, buckets[first..(buckets.AsSpan().LastIndexOfAnyExcept(0) + 1)]);
    }
}
