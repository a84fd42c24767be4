using System.Runtime.InteropServices;

namespace Sluice.Domain.Analysis.Evidence;

/// <summary>Metrics that share a part of the capital.</summary>
public enum EvidenceGroup
{
    Errors,
    Latency,
    Gauge,
    Slo,
}

/// <summary>A metric that may ask for going back.</summary>
/// <param name="IsCritical">Its failing alone should convict quickly: at least a fifth of the capital.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EvidenceStake(EvidenceGroup Group, bool IsCritical);

/// <summary>
/// How capital is spread over metrics before the deployment starts: errors 0.35, latency 0.35, gauges 0.10, limits 0.20; the metrics of a group share alike, and the part of a group
/// without metrics goes to the others in proportion.
/// </summary>
public static class EvidenceWeights
{
    private const double Critical = 0.2;

    /// <returns>One weight per stake, in its order, 0 to 1; they sum to 1, or there are none.</returns>
    public static double[] For(IReadOnlyList<EvidenceStake> stakes)
    {
        double[] usual = [.. stakes.Select(stake => OfGroup(stake.Group) / stakes.Count(other => other.Group == stake.Group))];
        var critical = stakes.Count(stake => stake.IsCritical);
        var least = Math.Min(Critical, 1.0 / Math.Max(1, critical + (critical < stakes.Count ? 1 : 0)));
        var raised = new bool[stakes.Count];
        while (true)
        {
            // What the raised ones leave is shared as usual, which may push another critical one below the least.
            var left = 1 - (raised.Count(isRaised => isRaised) * least);
            var sum = usual.Where((_, i) => !raised[i]).Sum();
            double[] weights = [.. usual.Select((weight, i) => raised[i] ? least : weight / sum * left)];
            var tooLow = Enumerable.Range(0, weights.Length).Where(i => stakes[i].IsCritical && !raised[i] && weights[i] < least).ToList();
            if (tooLow.Count == 0)
            {
                return weights;
            }

            tooLow.ForEach(i => raised[i] = true);
        }
    }

    private static double OfGroup(EvidenceGroup group) => group switch
    {
        EvidenceGroup.Errors => 0.35,
        EvidenceGroup.Latency => 0.35,
        EvidenceGroup.Gauge => 0.10,
        _ => 0.20,
    };
}
