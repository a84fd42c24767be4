using Sluice.Domain.Analysis;

namespace Sluice.Engine.Metrics;

/// <summary>What is compared while requests are copied: the copies with the very requests that they are copies of.</summary>
internal static class MirroredMeasurement
{
    public static Measurement Of(Measurement measurement)
    {
        if (measurement is not Measurement.Seen seen)
        {
            return measurement;
        }

        var (stable, canary) = (seen.Stable?.OfMirrored(), seen.Canary.OfMirrored());
        return seen with { Stable = stable, Canary = canary, Hash = EvidenceHash.Of(stable, canary) };
    }
}
