namespace Sluice.Dashboard.Replay.Bundles;

/// <summary>Why a file cannot be opened as a bundle.</summary>
internal enum BundleTrouble
{
    TooLarge,
    NotABundle,
    NewerVersion,
}

/// <summary>A file that cannot be opened. Nothing was kept of it.</summary>
internal sealed class BundleException(BundleTrouble trouble, string sentence) : Exception(sentence)
{
    public BundleTrouble Trouble => trouble;
}
