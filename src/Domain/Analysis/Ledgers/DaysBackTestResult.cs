namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>What became of canaries that were exactly as good as stable, started one after the other through the days that are kept.</summary>
/// <param name="Starts">Those that came to an end; the others are in <paramref name="Broken"/>, but for one that may be under way when the minutes end.</param>
/// <param name="Returned">Traffic would have gone back: false alarms.</param>
/// <param name="Held">Would have stopped for a person.</param>
/// <param name="Broken">Starts that ran into a stretch without a counted request, and say nothing.</param>
/// <param name="Median">How long half of all starts took at most through every phase beside stable; null when fewer than half passed.</param>
/// <param name="From">Start of the first minute, UTC.</param>
/// <param name="Until">End of the last minute.</param>
/// <param name="Missing">Length of the stretches without a counted request that are longer than <see cref="DaysBackTest.MostMissing"/>.</param>
/// <param name="Step">Time between looks; longer than the interval of the analysis where that is below a minute.</param>
public sealed record DaysBackTestResult(int Starts, int Returned, int Held, int Broken, TimeSpan? Median, DateTimeOffset From, DateTimeOffset Until, TimeSpan Missing, TimeSpan Step)
{
    public int Passed => Starts - Returned - Held;

    public TimeSpan Covered => Until - From;
}
