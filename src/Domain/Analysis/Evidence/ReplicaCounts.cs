using System.Runtime.InteropServices;

namespace Sluice.Domain.Analysis.Evidence;

/// <summary>What one replica counted in one stratum.</summary>
/// <param name="Requests">0 or more.</param>
/// <param name="Bad">0 to <paramref name="Requests"/>.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct ReplicaCounts(long Requests, long Bad)
{
    /// <summary>Whether the replica served anything and its counts can be true.</summary>
    public bool IsUsed => Requests > 0 && Bad >= 0 && Bad <= Requests;
}
