using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Deployments;

/// <summary>One history for all who look at a deployment: what was recorded is the same for everyone, and its evidence is large. It goes with the last of them.</summary>
internal sealed class DeploymentHistories(ILiveStates live, IEventStore store)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(TenantId, DeploymentId), (DeploymentHistory History, int Readers)> _histories = [];

    /// <summary>How many are kept.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _histories.Count;
            }
        }
    }

    /// <summary>To be followed by one <see cref="Leave"/>.</summary>
    public DeploymentHistory Enter(TenantId tenant, DeploymentId id)
    {
        lock (_lock)
        {
            var (history, readers) = _histories.TryGetValue((tenant, id), out var known) ? known : (new DeploymentHistory(live, store, tenant, id), 0);
            _histories[(tenant, id)] = (history, readers + 1);
            return history;
        }
    }

    public void Leave(TenantId tenant, DeploymentId id)
    {
        lock (_lock)
        {
            var (history, readers) = _histories[(tenant, id)];
            if (readers > 1)
            {
                _histories[(tenant, id)] = (history, readers - 1);
                return;
            }

            _histories.Remove((tenant, id));
            history.Dispose();
        }
    }
}
