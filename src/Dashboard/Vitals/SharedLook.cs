using Sluice.Domain;

namespace Sluice.Dashboard.Vitals;

/// <summary>What is looked up of all places of a tenant, once for all who look within two seconds: many who have the page of health open cost little more than one.</summary>
internal sealed class SharedLook<T>(TimeProvider time)
{
    private static readonly TimeSpan s_lasts = TimeSpan.FromSeconds(2);

    private readonly Lock _lock = new();
    private readonly Dictionary<TenantId, (long At, IReadOnlyList<T> Rows)> _looks = [];

    /// <param name="look">From memory alone: others wait for it.</param>
    public IReadOnlyList<T> Of(TenantId tenant, Func<IReadOnlyList<T>> look)
    {
        lock (_lock)
        {
            if (_looks.TryGetValue(tenant, out var last) && time.GetElapsedTime(last.At) < s_lasts)
            {
                return last.Rows;
            }

            var rows = look();
            _looks[tenant] = (time.GetTimestamp(), rows);
            return rows;
        }
    }
}
