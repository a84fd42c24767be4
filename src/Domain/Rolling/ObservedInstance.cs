namespace Sluice.Domain.Rolling;

/// <summary>One instance of a place as it was seen, as far as operations and notices go by it.</summary>
/// <param name="IsReady">Answers its probe.</param>
/// <param name="IsServing">Gets new requests.</param>
/// <param name="IsLeaving">Is drained or stopped.</param>
public sealed record ObservedInstance(string Id, int Release, bool IsReady, bool IsServing, bool IsLeaving)
{
    /// <summary>Why a start failed when nobody said more.</summary>
    public const string NotReady = "did not get ready";

    /// <summary>Its start failed, or it ended: why, to be read after its name. Null while it is well.</summary>
    public string? Failure { get; init; }

    /// <summary>Of a container: the image as its release named it when it was made.</summary>
    public string? Image { get; init; }

    /// <summary>Of a container: what that name stood for.</summary>
    public string? Digest { get; init; }
}
