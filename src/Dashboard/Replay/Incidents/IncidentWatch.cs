using Sluice.Domain;
using Sluice.Domain.Incidents;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Replay.Incidents;

/// <summary>Signals whenever something is written on an incident of a tenant.</summary>
internal static class IncidentWatch
{
    /// <param name="changed">Called on any thread; hand over and return at once.</param>
    public static IDisposable WatchIncidents(this ILiveStates live, TenantId tenant, Action changed) => live.Subscribe(recorded =>
    {
        if (recorded.Event is IncidentEvent && recorded.Tenant == tenant)
        {
            changed();
        }
    });
}
