using Sluice.Domain.Analysis.CustomMetrics;

namespace Sluice.Engine.Metrics.Scraping;

/// <summary>One life of an instance: after a restart it is another one.</summary>
/// <param name="CountsFromZero">Whether <paramref name="StartedAt"/> is when it began to count, and not only when it was first heard of.</param>
internal sealed record ScrapeTarget(string Instance, int Release, string Address, DateTimeOffset StartedAt, bool CountsFromZero);

/// <summary>What an instance said of one metric.</summary>
/// <param name="Reading">Null when there is none.</param>
/// <param name="Lost">Why it could not be asked.</param>
/// <param name="Defect">Why its answer cannot be true.</param>
internal sealed record ScrapeAnswer(ScrapeTarget Target, MetricReading? Reading, string? Lost, string? Defect);
