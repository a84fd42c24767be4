using Sluice.Domain.Analysis;

namespace Sluice.Domain.Replay;

/// <summary>Adds successive windows of one arm.</summary>
internal static class ArmWindows
{
    public static ArmWindow Sum(IReadOnlyList<ArmWindow> windows)
    {
        if (windows.Count == 1)
        {
            return windows[0];
        }

        var latency = new long[LatencyBounds.BucketCount];
        var detail = new ArmDetailSum();
        foreach (var window in windows)
        {
            detail.Add(window.Detail);
            for (var i = 0; i < window.Latency.Length; i++)
            {
                latency[i] += window.Latency.Span[i];
            }
        }

        return windows.Count == 0 ? ArmWindow.Empty : new(
            new TimeSpan(windows.Sum(window => window.Length.Ticks)), windows.Sum(window => window.Requests), windows.Sum(window => window.Errors),
            windows.Sum(window => window.ClientErrors), windows[^1].Open, latency)
        {
            Detail = detail.Total,
        };
    }
}
