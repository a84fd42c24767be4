namespace Sluice.Dashboard.Replay;

/// <summary>Where the record of a replay comes from.</summary>
/// <param name="Charts">Address of the charts' columns.</param>
/// <param name="Payload">The stored form of an event, without secrets; null when it is not there.</param>
public sealed record ReplaySource(string Charts, Func<long, CancellationToken, Task<string?>> Payload)
{
    /// <summary>It came out of a file: nothing can be written to it, and nothing about it is this system's.</summary>
    public bool IsImported { get; init; }
}
