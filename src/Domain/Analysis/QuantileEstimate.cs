using System.Runtime.InteropServices;

namespace Sluice.Domain.Analysis;

/// <summary>A quantile as well as buckets can tell it.</summary>
/// <param name="Value">Interpolated; the last bound when it lies beyond.</param>
/// <param name="Low">The lower bound of its bucket.</param>
/// <param name="High">The upper bound of its bucket; infinity for the open one.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct QuantileEstimate(double Value, double Low, double High);
