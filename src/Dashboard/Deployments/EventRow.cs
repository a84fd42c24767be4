using Sluice.Domain.Deployments;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Deployments;

/// <summary>A line of the history: an event, or the heading of a phase.</summary>
/// <param name="Event">Null for a heading.</param>
/// <param name="Phase">-1 before the first phase.</param>
public sealed record EventRow(VersionedEvent? Event, int Phase)
{
    /// <summary>Newest first, each phase under its heading.</summary>
    public static List<EventRow> Of(IReadOnlyList<VersionedEvent> events)
    {
        var rows = new List<EventRow>(events.Count + 8);
        var phase = -1;
        foreach (var e in events)
        {
            if (e.Event is DeploymentEvent.PhaseEntered entered)
            {
                rows.Add(new(null, phase));
                phase = entered.Phase;
            }

            rows.Add(new(e, phase));
        }

        if (rows.Count > 0)
        {
            rows.Add(new(null, phase));
        }

        rows.Reverse();
        return rows;
    }
}

/// <summary>The history as a list needs it.</summary>
/// <param name="Replay">Address of the replay of the same deployment.</param>
public sealed record EventsView(string Replay, IReadOnlyList<VersionedEvent> Events, bool IsPartial = false, long? Since = null);
