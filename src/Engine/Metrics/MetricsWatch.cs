using Sluice.Engine.Live;

namespace Sluice.Engine.Metrics;

/// <summary>What it means for people when nothing is measured, or measurements are not kept.</summary>
internal sealed class MetricsWatch(ISamplerHealth sampler, TimeProvider time) : IComponentWatch
{
    private readonly DateTimeOffset _started = time.GetUtcNow();

    public ComponentHealth Health => sampler.Current switch
    {
        { Source: { } lost } => new("metrics", IsWell: false, lost.Since, $"Nothing is measured ({lost.Why.TrimEnd('.')}). Guards have no data, so deployments hold."),
        { Storage: { } lost } => new("metrics", IsWell: false, lost.Since, $"Samples are kept in memory only ({lost.Why.TrimEnd('.')})."),
        _ => new("metrics", IsWell: true, _started, Detail: null),
    };
}
