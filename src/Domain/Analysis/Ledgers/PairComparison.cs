using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>How the values of a gauge differ between the arms.</summary>
/// <param name="Count">All intervals in which both arms had a value.</param>
/// <param name="Recent">Of the last sixty of them.</param>
public sealed record PairComparison(long Count, MannWhitney Recent);
