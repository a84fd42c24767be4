using Sluice.Dashboard.Fleet;
using Sluice.Domain.Analysis;
using Sluice.Domain.Services;
using Sluice.Engine.Metrics;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>What serves now, as its samples were kept: one window per interval of an analysis.</summary>
internal static class StableSamples
{
    private static readonly TimeSpan s_kept = TimeSpan.FromMinutes(30);

    /// <summary>Oldest first; stretches without a request of that release are left out.</summary>
    public static IReadOnlyList<ArmWindow> Of(ISampleFeed samples, PlaceKey place, int release, TimeSpan interval, DateTimeOffset now)
    {
        var from = now - s_kept;
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
