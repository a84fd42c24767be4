namespace Sluice.Dashboard.Api.Shapes;

/// <summary>What a deployment would do, worked out by the code that does it. Nothing was created and nothing touched.</summary>
/// <param name="Kind">Of the plan; <c>instant</c> where nothing is live yet.</param>
/// <param name="WouldWait">Why it would not start at once; null when it would.</param>
/// <param name="Warnings">What is allowed, and may still surprise.</param>
/// <param name="CustomStrategy">What wrote the plan; null where <c>strategy</c> itself did.</param>
public sealed record PreviewView(
    string Strategy,
    string Kind,
    IReadOnlyList<PlannedPhaseView> Phases,
    IReadOnlyList<OperationView> Operations,
    string? WouldWait,
    IReadOnlyList<string> Warnings,
    CustomStrategyView? CustomStrategy)
{
    /// <summary>How a perfectly good canary would have fared; null unless it was asked for, and where nothing serves.</summary>
    public BackTestView? BackTest { get; init; }
}

/// <param name="Share">Percent.</param>
/// <param name="Instances">Of a rolling update: how many instances of the new release run in it.</param>
/// <param name="Gate">People must approve before it starts.</param>
public sealed record PlannedPhaseView(decimal Share, string Hold, int? Instances, bool Gate);

/// <summary>One step, in the order of execution.</summary>
/// <param name="Kind"><c>run_hook</c>: run the pre-deploy command, <c>start</c> instances and wait until they are ready, <c>check_preview</c>: run the check on the preview, <c>copy</c> requests, <c>shift</c> traffic, or drain and <c>stop</c> instances.</param>
/// <param name="Phase">From 0; the first includes what must be there before it.</param>
/// <param name="Release">Whose instances, or to whom the share is given.</param>
/// <param name="Instances">How many come or go; of a shift, how many serve the release then.</param>
/// <param name="Share">Of a shift and of what is copied, in percent.</param>
public sealed record OperationView(string Kind, int Phase, int Release, int Instances, decimal? Share);
