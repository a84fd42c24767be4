namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// The weighted average of all evidence for going back. An average of e-values is one whatever their dependence, and dominates weighted Bonferroni (Vovk, Wang, "E-values: calibration,
/// combination and applications", 2021).
/// </summary>
/// <param name="LogEvidence">In nats; 0 with nothing to weigh.</param>
/// <param name="Shares">One per component that judged.</param>
/// <param name="Lead">The component with the largest share; null with nothing to weigh.</param>
/// <param name="SharedIncident">The limit that both arms are proven to break; null if none.</param>
internal sealed record EvidenceTotal(double LogEvidence, ValueList<MetricShare> Shares, EvidenceComponent? Lead, string? SharedIncident)
{
    public static EvidenceTotal Of(EvidenceInput input)
    {
        var judging = input.Components.Where(component => input.HasStableArm || component.Kind == EvidenceKind.Slo).ToList();
        double[] weights = [.. judging.Select(component => double.IsFinite(component.Weight) ? Math.Max(component.Weight, 0) : 0)];
        var scale = Math.Max(1, weights.Sum());
        double[] parts = [.. judging.Select((component, i) => Math.Log(weights[i] / scale) + Counted(component, input.RollbackThreshold)), Math.Log(Math.Max(0, 1 - weights.Sum()))];
        var total = LogMath.LogSumExp(parts);
        var shares = judging.Select((component, i) => new MetricShare(component.Metric, double.IsNegativeInfinity(parts[i]) ? 0 : Math.Exp(parts[i] - total))).ToValueList();
        var lead = judging.Count > 0 ? judging[shares.Index().MaxBy(share => share.Item.Share).Index] : null;
        return new(total, shares, lead, judging.Find(component => IsShared(component, input.RollbackThreshold))?.Metric);
    }

    // Lowering an e-value keeps it one: while stable breaks the limit too, the canary's breach counts for no more than cash.
    private static double Counted(EvidenceComponent component, double threshold) => component switch
    {
        { LogEvidence: double.NaN or double.PositiveInfinity } => 0,
        { Kind: EvidenceKind.Slo, StableLogEvidence: { } stable } when stable >= threshold => Math.Min(component.LogEvidence, 0),
        _ => component.LogEvidence,
    };

    private static bool IsShared(EvidenceComponent component, double threshold) =>
        component is { Kind: EvidenceKind.Slo, LogEvidence: var canary and not double.PositiveInfinity, StableLogEvidence: { } stable } && canary >= threshold && stable >= threshold;
}
