using System.Diagnostics;
using static Sluice.Domain.PlanTemplates.PlanEvent;

namespace Sluice.Domain.PlanTemplates;

/// <summary>The plan templates of all teams of a tenant: a fold of its one stream.</summary>
/// <param name="Count">Of all changes so far.</param>
public sealed record PlanBook(int Count)
{
    public const string Stream = "plan-book";

    /// <summary>The newest are kept to be read and proposed again, and besides them what is in force.</summary>
    public const int MostVersions = 20;

    /// <summary>Of a retired one: to be proposed again.</summary>
    public const int MostOfRetired = 3;

    public static PlanBook Empty { get; } = new(0);

    /// <summary>By team and name; retired ones too.</summary>
    public ValueList<PlanTemplate> Templates { get; init; } = [];

    private ValueList<TeamDefault> Defaults { get; init; } = [];

    public static PlanBook Fold(IEnumerable<PlanEvent> events) => events.Aggregate(Empty, Evolve);

    /// <exception cref="UnreachableException">The history cannot be true.</exception>
    public static PlanBook Evolve(PlanBook state, PlanEvent @event)
    {
        ArgumentNullException.ThrowIfNull(state);
        ArgumentNullException.ThrowIfNull(@event);
        var next = state with { Count = state.Count + 1 };
        var template = state.Find(@event.Plan) ?? new(@event.Plan, 0, 0, []);
        var decided = new PlanDecision(@event.Origin.By, @event.Origin.At, @event.Origin.Reason);
        return @event switch
        {
            PlanVersionProposed e => next.Put(Propose(e.Replaces is { } own ? template.With(own, PlanVersionState.Withdrawn, decided) : template, e)),
            PlanVersionApproved e => next.Put((e.Before is { } before ? template.With(before, PlanVersionState.Replaced, decided: null) : template).With(e.Version, PlanVersionState.InForce, decided) with { IsRetired = false }),
            PlanVersionRejected e => next.Put(template.With(e.Version, PlanVersionState.Rejected, decided)),
            PlanVersionWithdrawn e => next.Put(template.With(e.Version, PlanVersionState.Withdrawn, decided)),
            DefaultPlanChosen e => next.Put(e.Plan.Team, e.Plan.Name, decided),
            DefaultPlanDropped e => next.Put(e.Plan.Team, null, decided),
            PlanTemplateRetired e => (e.WasDefault ? next.Put(e.Plan.Team, null, decided) : next)
                .Put(Retire(e.InForce is { } version ? template.With(version, PlanVersionState.Replaced, decided: null) : template, e.InForce)),
            _ => throw new UnreachableException($"{@event.GetType().Name} is not known here."),
        };
    }

    public PlanTemplate? Find(PlanKey key) => Templates.FirstOrDefault(template => template.Key == key);

    /// <summary>What somebody of the team may begin with, by name.</summary>
    public IEnumerable<PlanTemplate> InForceOf(string? team) => Templates.Where(template => template.Key.Team == team && template.InForce is not null);

    /// <summary>Null where the team has none.</summary>
    public PlanTemplate? DefaultOf(string? team) => Defaults.FirstOrDefault(one => one.Team == team) is { Name: { } name } ? Find(new(team!, name)) : null;

    public bool IsDefault(PlanKey key) => Defaults.Any(one => one.Team == key.Team && one.Name == key.Name);

    /// <summary>Of what an order changes; 0 for what is not there.</summary>
    public int RevisionOf(PlanCommand command) => command is PlanCommand.MakeDefault or PlanCommand.DropDefault
        ? Defaults.FirstOrDefault(one => one.Team == command.Plan.Team)?.Revision ?? 0
        : Find(command.Plan)?.Revision ?? 0;

    private static PlanTemplate Propose(PlanTemplate template, PlanVersionProposed e)
    {
        PlanVersion[] all = [new(e.Version, e.Body, e.Note, e.Origin.By, e.Origin.At, PlanVersionState.Proposed), .. template.Versions];
        return template with { LastVersion = e.Version, Versions = all.Where((version, i) => i < MostVersions || version.State == PlanVersionState.InForce).ToValueList() };
    }

    private static PlanTemplate Retire(PlanTemplate template, int? last) =>
        template with { IsRetired = true, Versions = template.Versions.Where((version, i) => i < MostOfRetired || version.Number == last).ToValueList() };

    private PlanBook Put(PlanTemplate template) => this with
    {
        Templates = Templates.Where(other => other.Key != template.Key).Append(template with { Revision = Count })
            .OrderBy(one => one.Key.Team, StringComparer.Ordinal).ThenBy(one => one.Key.Name, StringComparer.Ordinal).ToValueList(),
    };

    private PlanBook Put(string team, string? name, PlanDecision by) => this with
    {
        Defaults = Defaults.Where(other => other.Team != team).Append(new(team, name, Count, by.By, by.At)).ToValueList(),
    };
}
