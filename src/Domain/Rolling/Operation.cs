using Sluice.Domain.Traffic;

namespace Sluice.Domain.Rolling;

public enum OperationKind
{
    /// <summary>Run the release's pre-deploy command, and wait for its end.</summary>
    RunHook,

    /// <summary>Start instances and wait until they are ready.</summary>
    Start,

    /// <summary>Run the plan's check on the preview, and wait for its end.</summary>
    CheckPreview,

    /// <summary>Copy a share of the requests to the new release, which serves nobody by it.</summary>
    Copy,

    /// <summary>Give the new release its share.</summary>
    Shift,

    /// <summary>Take instances from the router, wait for their open requests, stop them.</summary>
    Stop,
}

/// <summary>One step of what a deployment does to instances and traffic.</summary>
/// <param name="Phase">In which phase; the first includes what must be there before it.</param>
/// <param name="Release">Whose instances, or to whom the share is given.</param>
/// <param name="Instances">How many come or go; of a shift, how many of the release serve then.</param>
/// <param name="Share">Of a shift, and of the requests that are copied.</param>
public sealed record Operation(OperationKind Kind, int Phase, int Release, int Instances, Share? Share = null);
