using Sluice.Domain.Services;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Control;

/// <summary>Stops instances beside the looks: one that takes its time to end must not keep traffic waiting.</summary>
internal sealed class Stops(PlaceKey place)
{
    private readonly Dictionary<string, Task> _underWay = new(StringComparer.Ordinal);

    public bool IsUnderWay(Instance instance) => _underWay.ContainsKey(instance.Id);

    /// <summary>Begins where the looks run, which in a test may be one thing after the other.</summary>
    public void Begin(IWorkloadRuntime runtime, Instance instance, CancellationToken ct)
    {
        if (!IsUnderWay(instance))
        {
            _underWay.Add(
                instance.Id, Task.Factory.StartNew(() => runtime.StopAsync(place, instance.Id, Pace.StopGrace, ct), ct, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current).Unwrap());
        }
    }

    /// <summary>Lets go of those that have ended.</summary>
    /// <returns>What went wrong, in sentences; it is tried again.</returns>
    public IReadOnlyList<string> Collect()
    {
        var ended = _underWay.Where(stop => stop.Value.IsCompleted).ToList();
        ended.ForEach(stop => _underWay.Remove(stop.Key));
        return [.. ended.Where(stop => stop.Value.IsFaulted).Select(stop => stop.Value.Exception!.GetBaseException().Message)];
    }
}
