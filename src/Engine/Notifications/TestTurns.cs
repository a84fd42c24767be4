using Sluice.Domain;

namespace Sluice.Engine.Notifications;

/// <summary>Lets one test of a channel go out at a time, and the next only a while after it: who may make the product ask an address must not make it ask often. Each node counts for itself.</summary>
internal sealed class TestTurns(TimeProvider time)
{
    public static readonly TimeSpan Between = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();

    // When the last one ended, by the clock that nobody sets; null while it is under way.
    private readonly Dictionary<(TenantId Tenant, string Channel), long?> _last = [];

    /// <returns>How long to wait; null when it goes out now, which <see cref="Leave"/> ends.</returns>
    public TimeSpan? Enter(TenantId tenant, string channel)
    {
        lock (_lock)
        {
            foreach (var (key, ended) in _last.ToList())
            {
                if (ended is { } at && time.GetElapsedTime(at) >= Between)
                {
                    _last.Remove(key);
                }
            }

            return _last.TryAdd((tenant, channel), null) ? null : _last[(tenant, channel)] is { } last ? Between - time.GetElapsedTime(last) : Between;
        }
    }

    public void Leave(TenantId tenant, string channel)
    {
        lock (_lock)
        {
            _last[(tenant, channel)] = time.GetTimestamp();
        }
    }
}
