using Sluice.Domain;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Api.Shapes;

/// <summary>What a dry run found out that cannot be read off its order.</summary>
/// <param name="Level"><c>warning</c>: it would be taken, and may not do what was meant; or <c>note</c>.</param>
/// <param name="Field">Of the body, to which it belongs.</param>
public sealed record FindingView(string Level, string Field, string Text)
{
    public static IReadOnlyList<FindingView> Of(DeploymentSpec? spec) => [.. (spec?.Findings ?? []).Select(finding => new FindingView(Words.Of(finding.Level), finding.Field, finding.Sentence))];
}
