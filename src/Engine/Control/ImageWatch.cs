using Sluice.Domain;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Control;

/// <summary>Whether what a deployment would return to could still be started. Asked now and then: images go rarely.</summary>
internal sealed class ImageWatch(TimeProvider time)
{
    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(30);

    private (int Release, DateTimeOffset At, bool IsThere)? _asked;

    /// <exception cref="RuntimeException">It cannot be found out.</exception>
    public async Task<ValueList<int>> MissingAsync(PlaceView view, IWorkloadRuntime runtime, CancellationToken ct)
    {
        if ((view.Active?.Stable?.Release ?? view.Environment.Standby?.Release) is not { } number || view.Service.Release(number) is not { Spec.Image: not null } release)
        {
            _asked = null;
            return [];
        }

        var now = time.GetUtcNow();
        if (_asked is not { } known || known.Release != number || now - known.At >= s_every)
        {
            _asked = known = (number, now, await runtime.HasImageAsync(release, ct));
        }

        return known.IsThere ? [] : [number];
    }
}
