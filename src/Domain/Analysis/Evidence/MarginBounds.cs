using System.Runtime.InteropServices;

namespace Sluice.Domain.Analysis.Evidence;

/// <summary>What lies outside is excluded, however often one looked.</summary>
/// <param name="Lower">The truth is above it; null for no lower bound.</param>
/// <param name="Upper">The truth is below it; null for no upper bound.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct MarginBounds(double? Lower, double? Upper);
