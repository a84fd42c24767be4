namespace Sluice.Domain.PlanTemplates;

/// <summary>Which plan template: names are a team's own. Both are slugs.</summary>
public sealed record PlanKey(string Team, string Name)
{
    public override string ToString() => $"{Team}/{Name}";
}
