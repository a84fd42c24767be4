using Microsoft.AspNetCore.Components;

namespace Sluice.Dashboard.Deployments;

/// <summary>What the panel says of one check in one look, made once for all who see it.</summary>
/// <param name="Head">Which check, its outcome and its kind: the head of its row.</param>
/// <param name="Values">The cells of both arms.</param>
/// <param name="Meters">How far it is from sending the canary back and, where that must be proven, from letting it go on. Null without evidence.</param>
/// <param name="Notes">On its limits, the bounds of a histogram, and by how much a gauge differs. Null without evidence.</param>
internal sealed record CheckLine(MarkupString Head, MarkupString Values, MarkupString? Meters, MarkupString? Notes);
