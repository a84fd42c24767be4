using Sluice.Domain.Services;
using Sluice.Engine.Metrics;
using Sluice.Engine.Tests.Traffic;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Tests.Metrics;

/// <summary>Readings of a gateway and samples, in few words.</summary>
internal static class Counters
{
    public static DateTimeOffset Noon { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static PlaceKey Shop { get; } = Given.Place("shop");

    public static ReleaseCounters Of(string release, long requests, long errors = 0, string service = "shop", long open = 0, long clientErrors = 0, int first = 40, long[]? latency = null, int openFirst = 0, long[]? ages = null) =>
        new(Given.Place(service).ToString(), release, requests, errors, 0, 0, clientErrors, open, first, latency ?? [requests], openFirst, ages ?? []);

    public static GatewayStatus Status(string run, params ReleaseCounters[] counters) => new(
        1, run, Noon,
        new(1, [.. counters.GroupBy(c => c.Route).Select(route => new GatewayRoute(route.Key, null, "/", [.. route.Select(c => new GatewayArm(c.Release, 0, []))]))]),
        counters);

    public static Sample Sample(double second, int release, long requests, long errors = 0, long open = 0, double length = 1) => new(
        Noon.AddSeconds(second), TimeSpan.FromSeconds(length), release, requests, errors, 0, open, requests > 0 ? new PackedBuckets(40, [(int)requests]).Unpack() : ReadOnlyMemory<long>.Empty);

    public static SampleTick Tick(double second, params (int Release, long Requests)[] arms) =>
        new(Shop, Noon.AddSeconds(second), [.. arms.Select(arm => Sample(second, arm.Release, arm.Requests))]);
}
