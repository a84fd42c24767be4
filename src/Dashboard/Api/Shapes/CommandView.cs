namespace Sluice.Dashboard.Api.Shapes;

/// <summary>What became of a command.</summary>
/// <param name="Effect"><c>applied</c>, <c>repeated</c> (the command_id was applied before: this is the first answer) or <c>none</c>.</param>
/// <param name="Why">For <c>none</c>: why there was nothing to do.</param>
/// <param name="Deployment">The deployment's id; a retry's and a late roll back's is that of the new one.</param>
/// <param name="Release">The number of a new release.</param>
/// <param name="Version">Of the deployment's history after the command, or of the service's when no deployment is meant.</param>
/// <param name="Warnings">What is allowed and may still surprise, as sentences; for a new deployment.</param>
public sealed record CommandView(string Effect, string? Why, string Service, string? Deployment, int? Release, long Version, IReadOnlyList<string> Warnings)
{
    /// <summary>Of a dry run: what was found out about it, kept with it.</summary>
    public IReadOnlyList<FindingView> Findings { get; init; } = [];
}
