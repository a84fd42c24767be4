namespace Sluice.Engine.Metrics;

/// <summary>How the sampling is, for people.</summary>
/// <param name="Source">Null while the gateway answers.</param>
/// <param name="Storage">Null while samples reach the database; otherwise they are in memory only.</param>
/// <param name="LastAt">When the gateway last answered; null before its first answer.</param>
public sealed record SamplerHealth(SourceOutage? Source, SourceOutage? Storage, DateTimeOffset? LastAt);

/// <summary>Tells how the sampling is.</summary>
public interface ISamplerHealth
{
    SamplerHealth Current { get; }
}

internal sealed class SamplerHealthReport(SampleFeed feed, SampleWriter writer) : ISamplerHealth
{
    public SamplerHealth Current => new(feed.Outage, writer.Outage, feed.LastTickAt);
}
