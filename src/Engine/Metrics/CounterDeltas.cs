using Microsoft.Extensions.Logging;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Services;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Metrics;

/// <summary>
/// Turns the gateway's cumulative counters into what happened between two readings. The very first reading only sets where counting begins;
/// a new run, a new place and a place that was gone meanwhile count from zero. Readings that contradict themselves are left out for the whole
/// place, so that one arm is never judged without the other. Not safe for several threads.
/// </summary>
internal sealed partial class CounterDeltas(ILogger logger)
{
    private readonly Dictionary<string, PlaceCounters> _places = new(StringComparer.Ordinal);
    private string? _run;
    private TimeSpan _lastUptime;

    /// <param name="at">When the counters were asked for, UTC.</param>
    /// <param name="uptime">The same instant on a clock that is never put back.</param>
    public IReadOnlyList<SampleTick> Read(GatewayStatus status, DateTimeOffset at, TimeSpan uptime)
    {
        var isFirst = _run is null;
        if (!isFirst && status.Run != _run)
        {
            foreach (var place in _places.Values)
            {
                place.BeginAnew();
            }
        }

        var arms = status.Config.Routes.ToDictionary(route => route.Id, route => route.Arms.Select(arm => arm.Release).ToHashSet());
        var instances = InstanceReading.Of(status);
        var mirrors = status.Mirrors.DistinctBy(mirror => mirror.Route).ToDictionary(mirror => mirror.Route);
        var ticks = new List<SampleTick>();
        foreach (var counters in status.Counters.GroupBy(counters => counters.Route))
        {
            if (PlaceOf(counters.Key) is { } place)
            {
                var known = _places.GetValueOrDefault(counters.Key) ?? (_places[counters.Key] = new(place, _lastUptime, isNew: !isFirst));
                if (Read(known, new([.. counters], arms.GetValueOrDefault(counters.Key) ?? [], [.. instances[counters.Key]], mirrors.GetValueOrDefault(counters.Key)), at, uptime) is { } tick)
                {
                    ticks.Add(tick);
                }
            }
        }

        foreach (var gone in _places.Where(place => place.Value.LastSeen != uptime).Select(place => place.Key).ToList())
        {
            _places.Remove(gone);
        }

        (_run, _lastUptime) = (status.Run, uptime);
        return ticks;
    }

    private SampleTick? Read(PlaceCounters place, PlaceReading reading, DateTimeOffset at, TimeSpan uptime)
    {
        place.LastSeen = uptime;
        if ((CounterCheck.DefectOf(reading.Counters) ?? (reading.Mirror is { } mirror ? CounterCheck.DefectOf([mirror.Copies, mirror.Originals]) : null)) is { } defect)
        {
            Complain(place, defect);
            return null;
        }

        if (reading.Counters.Select(place.FallOf).FirstOrDefault(fall => fall is not null) is { } fall)
        {
            Complain(place, fall);
            place.Accept(reading, uptime);
            return null;
        }

        place.IsBroken = false;
        return place.Take(reading, at, uptime);
    }

    private void Complain(PlaceCounters place, string why)
    {
        if (!place.IsBroken)
        {
            place.IsBroken = true;
            Log.Broken(logger, place.Key, why);
        }
    }

    /// <summary>Null for a route that was not made by us.</summary>
    private static PlaceKey? PlaceOf(string route) =>
        route.Split('/') is [{ Length: > 0 } tenant, { Length: > 0 } service, { Length: > 0 } environment]
            ? new(new TenantId(tenant), ServiceName.From(service), EnvironmentName.From(environment))
            : null;

    private static partial class Log
    {
        [LoggerMessage(EventIds.CountersBroken, LogLevel.Error, "Counters of {Place} are left out: {Why}")]
        public static partial void Broken(ILogger logger, PlaceKey place, string why);
    }
}

/// <summary>All that one reading says of one place.</summary>
/// <param name="Arms">Releases of its route.</param>
/// <param name="Mirror">Null where nothing is copied.</param>
internal sealed record PlaceReading(List<ReleaseCounters> Counters, HashSet<string> Arms, List<InstanceReading> Instances, MirrorCounts? Mirror);
