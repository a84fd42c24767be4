namespace Sluice.Domain.PlanTemplates;

/// <summary>A plan that a team begins its deployments with, with its versions. A deployment copies what it begins with, so no later version changes one.</summary>
/// <param name="Revision">Counts the tenant's changes; what was seen of a template is told by it.</param>
/// <param name="LastVersion">Numbers are never given twice.</param>
/// <param name="Versions">Newest first; of old ones that are not in force only the last are kept here, the events keep them all.</param>
public sealed record PlanTemplate(PlanKey Key, int Revision, int LastVersion, ValueList<PlanVersion> Versions)
{
    /// <summary>Nothing begins with it any more, until a new version comes into force.</summary>
    public bool IsRetired { get; init; }

    public PlanVersion? InForce => Versions.FirstOrDefault(version => version.State == PlanVersionState.InForce);

    public PlanVersion? Proposed => Versions.FirstOrDefault(version => version.State == PlanVersionState.Proposed);

    public PlanVersion? Find(int number) => Versions.FirstOrDefault(version => version.Number == number);

    internal PlanTemplate With(int number, PlanVersionState state, PlanDecision? decided) => this with
    {
        Versions = Versions.Select(version => version.Number == number ? version with { State = state, Decided = decided ?? version.Decided } : version).ToValueList(),
    };
}

/// <summary>What deployments of a team's services begin with.</summary>
/// <param name="Name">Of the template; null: none any more.</param>
public sealed record TeamDefault(string Team, string? Name, int Revision, Actor By, DateTimeOffset At);
