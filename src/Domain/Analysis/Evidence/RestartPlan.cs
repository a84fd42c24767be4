using System.Runtime.InteropServices;

namespace Sluice.Domain.Analysis.Evidence;

/// <summary>How the second half of the capital is spread over later starts, so that a regression that begins late is not outweighed by the calm before it.</summary>
/// <param name="Count">K; 0 leaves all capital at the start.</param>
/// <param name="Every">R: strata between two restarts, 1 or more.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RestartPlan(int Count, int Every)
{
    private const int RestartsPerHorizon = 60;

    public static RestartPlan None { get; } = new(0, 1);

    /// <param name="horizon">Planned strata of the whole deployment. Running longer stays valid, without further restarts.</param>
    /// <param name="restarts">About how many; 60 for requests, 20 for gauges.</param>
    public static RestartPlan For(int horizon, int restarts = RestartsPerHorizon)
    {
        var every = Math.Max(1, horizon / Math.Max(1, restarts));
        return new(Math.Max(0, (horizon - 1) / every), every);
    }

    /// <summary>At exactly this distance.</summary>
    public static RestartPlan Each(int every, int horizon) => new(Math.Max(0, (horizon - 1) / Math.Max(1, every)), Math.Max(1, every));
}
