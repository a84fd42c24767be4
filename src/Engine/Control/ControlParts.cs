using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;
using Sluice.Engine.Traffic;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Control;

/// <summary>What every controller works with.</summary>
internal sealed record ControlParts(
    ICommandBus Bus,
    ILiveStates States,
    PlaceStatuses Statuses,
    WorkloadRuntimes Runtimes,
    ITrafficRouter Router,
    IMetricSource Metrics,
    ISampleFeed Samples,
    IStratumStore Strata,
    TimeProvider Time)
{
    /// <summary>Null where no value is told from another.</summary>
    public ValueMarks? Marks { get; init; }
}
