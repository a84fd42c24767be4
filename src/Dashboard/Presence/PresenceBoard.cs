using System.Collections.Immutable;
using Sluice.Domain;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Presence;

/// <summary>Who looks at which deployment on this node. In memory only: it ends with the circuits that it tells of.</summary>
internal sealed class PresenceBoard
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(TenantId, DeploymentId), ImmutableArray<Visit>> _visits = [];

    public void Add(Visit visit)
    {
        lock (_lock)
        {
            _visits[visit.Page] = At(visit.Page).Add(visit);
        }

        Tell(visit);
    }

    public void Remove(Visit visit)
    {
        lock (_lock)
        {
            var rest = At(visit.Page).Remove(visit);
            if (rest.IsEmpty)
            {
                _visits.Remove(visit.Page);
            }
            else
            {
                _visits[visit.Page] = rest;
            }
        }

        Tell(visit);
    }

    /// <summary>Tells the other visits of the page that this one has changed.</summary>
    public void Tell(Visit visit)
    {
        foreach (var other in Visits(visit.Page))
        {
            if (other != visit)
            {
                other.Changed();
            }
        }
    }

    /// <summary>Each person once, however many windows they have open; never the visitor. By name.</summary>
    public IReadOnlyList<Onlooker> Others(Visit visit)
    {
        if (visit.Who is not { } me)
        {
            return [];
        }

        return [.. Visits(visit.Page)
            .Where(other => !other.IsAway)
            .Select(other => other.Who)
            .OfType<Onlooker>()
            .Where(other => !string.Equals(other.Name, me.Name, StringComparison.Ordinal))
            .GroupBy(other => other.Name, StringComparer.Ordinal)
            .Select(windows => windows.FirstOrDefault(window => window.Asks is not null) ?? windows.First())
            .OrderBy(other => other.Name, StringComparer.Ordinal)];
    }

    private ImmutableArray<Visit> Visits((TenantId, DeploymentId) page)
    {
        lock (_lock)
        {
            return At(page);
        }
    }

    private ImmutableArray<Visit> At((TenantId, DeploymentId) page) => _visits.GetValueOrDefault(page, []);
}
