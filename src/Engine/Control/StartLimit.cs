using Sluice.Domain.Services;

namespace Sluice.Engine.Control;

/// <summary>How long a start that may yet succeed is tried again: as long as the release may take to get ready.</summary>
internal sealed class StartLimit(TimeProvider time)
{
    private readonly Dictionary<int, DateTimeOffset> _failingSince = [];

    public void Started(int release) => _failingSince.Remove(release);

    /// <summary>To be called at every failure.</summary>
    public bool IsReached(Release release)
    {
        var now = time.GetUtcNow();
        _failingSince.TryAdd(release.Number, now);
        if (now - _failingSince[release.Number] < release.Spec.Readiness.Timeout)
        {
            return false;
        }

        _failingSince.Remove(release.Number);
        return true;
    }
}
