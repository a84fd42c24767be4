using System.Collections.Concurrent;
using Sluice.Domain;

namespace Sluice.Dashboard.Deployments;

/// <summary>Does something once for each tenant, whoever asks first; everybody waits for the same. What has failed is done again for the next who asks.</summary>
internal sealed class OncePerTenant(Func<TenantId, Task> work)
{
    private readonly ConcurrentDictionary<TenantId, Lazy<Task>> _begun = new();

    public bool HasBegun(TenantId tenant) => _begun.ContainsKey(tenant);

    public async Task RunAsync(TenantId tenant)
    {
        var begun = _begun.GetOrAdd(tenant, key => new(() => work(key)));
        try
        {
            await begun.Value;
        }
        catch
        {
            _begun.TryRemove(new(tenant, begun));
            throw;
        }
    }
}
