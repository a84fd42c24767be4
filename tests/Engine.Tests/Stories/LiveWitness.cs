using System.Collections.Concurrent;
using Sluice.Domain.Deployments;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Engine.Tests.Stories;

/// <summary>Keeps what a live page was given at each event, also through the loss of the engine.</summary>
internal sealed class LiveWitness : IDisposable
{
    private readonly ConcurrentDictionary<(string Tenant, string Stream, long Version), Deployment> _seen = [];
    private IDisposable? _subscription;

    public IReadOnlyDictionary<(string Tenant, string Stream, long Version), Deployment> Seen => _seen;

    public void Watch(ILiveStates states) => _subscription = states.Subscribe(recorded => Look(states, recorded));

    public void Dispose() => _subscription?.Dispose();

    private void Look(ILiveStates states, Recorded recorded)
    {
        if (recorded.Event is not DeploymentEvent || DeploymentId.OfStream(recorded.Stream) is not { } id)
        {
            return;
        }

        // The state may be ahead of the event already: it counts for the version that it says.
        var found = states.FindDeploymentAsync(recorded.Tenant, id, CancellationToken.None);
        if (found.IsCompletedSuccessfully && found.Result is { } live)
        {
            _seen.TryAdd((recorded.Tenant.Value, recorded.Stream, live.Version), live.State);
        }
    }
}
