namespace Sluice.Domain.Traffic;

/// <summary>How requests are copied to a release that serves nobody.</summary>
/// <param name="UnsafeMethods">False: only GET, HEAD and OPTIONS are copied. True: others too, and the release does what they ask a second time.</param>
/// <param name="MaxBody">Bytes. A request with a longer body is not copied.</param>
public sealed record Mirroring(bool UnsafeMethods = false, int MaxBody = Mirroring.UsualBody)
{
    public const int UsualBody = 64 * 1024;

    public const int LargestBody = 256 * 1024;

    /// <summary>The same request is answered by both releases, so both have as many.</summary>
    public static Share Compared { get; } = Share.FromPercent(50);
}
