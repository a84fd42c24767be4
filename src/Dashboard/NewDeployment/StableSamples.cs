using Sluice.Dashboard.Fleet;
using Sluice.Domain.Analysis;
using Sluice.Domain.Services;
using Sluice.Engine.Metrics;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>What serves now, as its samples were kept: one window per interval of an analysis.</summary>
internal static class StableSamples
{
    /// <summary>How far back samples of what serves reach; intervals are stored for longer, but only while a deployment is judged.</summary>
    public static TimeSpan Kept { get; } = TimeSpan.FromMinutes(30);

    /// <summary>Oldest first; stretches without a request of that release are left out.</summary>
    public static IReadOnlyList<ArmWindow> Of(ISampleFeed samples, PlaceKey place, int release, TimeSpan interval, DateTimeOffset now)
    {
        var from = now - Kept;
        return
        [
            .. samples.Since(place, from)
                .GroupBy(tick => (tick.At - from).Ticks / Math.Max(interval.Ticks, TimeSpan.TicksPerSecond))
                .OrderBy(ticks => ticks.Key)
                .Select(ticks => ArmSum.Of(ticks, release))
                .OfType<ArmWindow>(),
        ];
    }
}
