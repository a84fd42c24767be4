using System.Runtime.InteropServices;

namespace Sluice.Domain.Analysis.Evidence;

/// <summary>One stored stratum of one counted metric, as it was judged.</summary>
/// <param name="Counts">Requests and bad ones per arm.</param>
/// <param name="Tempering">The power that was used: above 0, at most 1.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct EvidenceStratum(ArmCounts Counts, double Tempering = 1);
