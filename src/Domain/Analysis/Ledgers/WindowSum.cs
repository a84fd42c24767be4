namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>Adds successive windows of one arm up. Not safe for several threads.</summary>
public static class WindowSum
{
    /// <returns>The windows as one; the open requests are those of the last. Own metrics are left out.</returns>
    public static ArmWindow Of(IReadOnlyList<ArmWindow> windows)
    {
        if (windows.Count == 1)
        {
            return windows[0];
        }

        var (latency, detail) = (new long[LatencyBounds.BucketCount], new ArmDetailSum());
        foreach (var window in windows)
        {
            detail.Add(window.Detail);
            for (var i = 0; i < window.Latency.Length; i++)
            {
                latency[i] += window.Latency.Span[i];
            }
        }

        return new(
            new TimeSpan(windows.Sum(window => window.Length.Ticks)), windows.Sum(window => window.Requests), windows.Sum(window => window.Errors),
            windows.Sum(window => window.ClientErrors), windows.Count > 0 ? windows[^1].Open : 0, latency)
        {
            Detail = detail.Total,
        };
    }

    /// <returns>What stable did before a canary, as its first estimates are taken from.</returns>
    public static ArmWindow Before(IReadOnlyList<ArmWindow> windows) => Of(windows) with
    {
        Open = 0,
        Detail = new() { Stretches = windows.Select(window => window.Detail.Replicas).ToValueList() },
    };
}
