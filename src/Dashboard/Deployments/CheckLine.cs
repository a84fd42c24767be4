using Microsoft.AspNetCore.Components;

namespace Sluice.Dashboard.Deployments;

/// <summary>What the panel says of one check in one look, made once for all who see it.</summary>
/// <param name="Head">Which check, its outcome and its kind: the head of its row.</param>
/// <param name="Stable">Within the cell of its value.</param>
/// <param name="Canary">Within the cell of its value.</param>
/// <param name="About">How far it is from sending the canary back and, where that must be proven, from letting it go on; its limits, and what else there is to say. Null without evidence.</param>
internal sealed record CheckLine(MarkupString Head, MarkupString Stable, MarkupString Canary, MarkupString? About);
