using Microsoft.AspNetCore.Components;

namespace Sluice.Dashboard.Deployments;

/// <summary>What the panel says of one check in one look, made once for all who see it.</summary>
/// <param name="Head">Which check, its outcome and its kind: the head of its row.</param>
/// <param name="Values">The cells of both arms.</param>
/// <param name="Limits">Empty where evidence decides nothing.</param>
/// <param name="Notes">On the bounds of a histogram, and by how much a gauge differs.</param>
internal sealed record CheckLine(MarkupString Head, MarkupString Values, MarkupString Limits, MarkupString Notes)
{
    /// <summary>How far it is from sending the canary back and, where that must be proven, from letting it go on. Empty without evidence.</summary>
    public IReadOnlyList<EvidenceMeter> Meters { get; init; } = [];
}
