using System.Runtime.InteropServices;

namespace Sluice.Domain.Analysis.Evidence;

/// <summary>A rate per arm, each between 0 and 1, exclusive.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct RatePair(double Canary, double Stable);
