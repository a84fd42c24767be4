using System.Diagnostics;
using static Sluice.Domain.Incidents.IncidentEvent;

namespace Sluice.Domain.Incidents;

/// <summary>All incidents of a tenant: a fold of its one stream.</summary>
/// <param name="Incidents">In the order in which they were opened.</param>
public sealed record IncidentBook(ValueList<Incident> Incidents)
{
    public const string Stream = "incident-book";

    public static IncidentBook Empty { get; } = new([]);

    public static IncidentBook Fold(IEnumerable<IncidentEvent> events) => events.Aggregate(Empty, Evolve);

    /// <exception cref="UnreachableException">The history cannot be true.</exception>
    public static IncidentBook Evolve(IncidentBook state, IncidentEvent @event) => @event switch
    {
        IncidentOpened e => new(state.Incidents.Add(new Incident(e.Id, e.Title, e.Severity, e.Deployments, e.Origin.By, e.Origin.At))),
        IncidentChanged e => state.With(e.Id, old => old with
        {
            Title = e.Title ?? old.Title,
            Severity = e.Severity ?? old.Severity,
            Summary = e.Summary ?? old.Summary,
            Participants = e.Participants ?? old.Participants,
            Deployments = e.Deployments ?? old.Deployments,
        }),
        ActionItemSet e => state.With(e.Id, old => old with { Items = WithItem(old.Items, e.Item) }),
        IncidentClosed e => state.With(e.Id, old => old with { Closed = new(e.Origin.By, e.Origin.At, e.Origin.Reason) }),
        IncidentReopened e => state.With(e.Id, old => old with { Closed = null }),
        _ => throw new UnreachableException($"{@event.GetType().Name} is not known here."),
    };

    public Incident? Find(IncidentId id) => Incidents.FirstOrDefault(incident => incident.Id == id);

    private IncidentBook With(IncidentId id, Func<Incident, Incident> change) =>
        new(Incidents.Select(incident => incident.Id == id ? change(incident) with { Revision = incident.Revision + 1 } : incident).ToValueList());

    private static ValueList<ActionItem> WithItem(ValueList<ActionItem> items, ActionItem item) =>
        items.Any(one => one.Number == item.Number) ? items.Select(one => one.Number == item.Number ? item : one).ToValueList() : items.Add(item);
}
