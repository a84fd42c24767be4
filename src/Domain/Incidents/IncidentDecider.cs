using System.Diagnostics;
using Sluice.Domain.Deployments;
using static Sluice.Domain.Incidents.IncidentCommand;
using static Sluice.Domain.Incidents.IncidentEvent;

namespace Sluice.Domain.Incidents;

/// <summary>How incidents come to be, are written on, and end. Pure.</summary>
public static class IncidentDecider
{
    /// <summary>The id of a new one is the next number; it exists only if the decision is accepted and stored.</summary>
    /// <param name="missing">Those of the named deployments that there are not.</param>
    public static (IncidentId Id, Decision Decision) Decide(IncidentBook state, IncidentCommand command, IReadOnlyCollection<DeploymentId> missing)
    {
        var id = command is About about ? about.Id : IncidentId.Of(state.Incidents.Count + 1);
        var found = command is About ? state.Find(id) : null;
        if (command is About && found is null)
        {
            return (id, Decision.Refuse(new Refusal.NotFound($"incident {id}")));
        }

        return (id, IncidentRules.Check(command, missing) is { Count: > 0 } errors ? Decision.Refuse(new Refusal.Invalid(errors)) : command switch
        {
            Open open => Decision.Accept(new IncidentOpened(id, open.Title.Trim(), open.Severity, Once(open.Deployments))),
            Reopen => found!.Closed is null ? Decision.Ignore("It is open.") : Decision.Accept(new IncidentReopened(id)),
            Close => found!.Closed is { } end ? Decision.Ignore($"It was closed already, by {end.By}.") : Decision.Accept(new IncidentClosed(id)),
            Change change => Changed(found!, change),
            SetItem item => Item(found!, item),
            _ => throw new UnreachableException(),
        });
    }

    private static Decision Changed(Incident incident, Change change)
    {
        if (change.Seen is { } seen && seen != incident.Revision)
        {
            return Decision.Illegal($"Somebody else wrote on {incident.Id} since: it is at revision {incident.Revision}, and {seen} was seen. Nothing was changed.");
        }

        var @event = new IncidentChanged(incident.Id)
        {
            Title = Other(incident.Title, change.Title?.Trim()),
            Severity = change.Severity == incident.Severity ? null : change.Severity,
            Summary = Other(incident.Summary, change.Summary?.Trim()),
            Participants = change.Participants is { } names && Trimmed(names) is var trimmed && !trimmed.Equals(incident.Participants) ? trimmed : null,
            Deployments = change.Deployments is { } ids && Once(ids) is var once && !once.Equals(incident.Deployments) ? once : null,
        };
        return @event == new IncidentChanged(incident.Id) ? Decision.Ignore("It is so already.") : Decision.Accept(@event);
    }

    private static Decision Item(Incident incident, SetItem order)
    {
        var old = incident.Items.FirstOrDefault(item => item.Number == order.Number);
        if (order.Number is { } number && old is null)
        {
            return Decision.Refuse(new Refusal.NotFound($"action item {number} in incident {incident.Id}"));
        }

        if (old is null && incident.Items.Count >= IncidentRules.MostItems)
        {
            return Decision.Illegal($"{incident.Id} has {IncidentRules.MostItems} action items; there may be no more.");
        }

        var item = new ActionItem(old?.Number ?? incident.Items.Count + 1, order.Text.Trim(), order.Owner?.Trim(), order.Due, order.IsDone);
        return item == old ? Decision.Ignore("It is so already.") : Decision.Accept(new ActionItemSet(incident.Id, item));
    }

    private static string? Other(string old, string? wanted) => string.Equals(old, wanted, StringComparison.Ordinal) ? null : wanted;

    private static ValueList<DeploymentId> Once(ValueList<DeploymentId> ids) => ids.Distinct().ToValueList();

    private static ValueList<string> Trimmed(ValueList<string> names) => names.Select(name => name.Trim()).Distinct(StringComparer.Ordinal).ToValueList();
}
