namespace Sluice.Benchmarks.Pages;

/// <summary>How often and how long things are measured.</summary>
/// <param name="Steady">How long a page is watched that nobody touches.</param>
/// <param name="Times">Clicks, changes of the page, and openings of a page.</param>
/// <param name="LongCut">Of the line; the short ones are the same.</param>
/// <param name="CircuitStep">Memory is read after every so many more pages.</param>
/// <param name="Warming">Pages that are opened one after another before that.</param>
internal sealed record Extent(TimeSpan Steady, int Events, int Times, int Aborts, int FirstLoads, int Cuts, TimeSpan LongCut, int Silences, int Steps, int CircuitStep, int Warming)
{
    public static Extent Full { get; } = new(TimeSpan.FromSeconds(30), Events: 60, Times: 20, Aborts: 20, FirstLoads: 20, Cuts: 4, LongCut: TimeSpan.FromSeconds(15), Silences: 5, Steps: 100, CircuitStep: 1, Warming: 40);

    public static Extent Quick { get; } = new(TimeSpan.FromSeconds(8), Events: 12, Times: 5, Aborts: 3, FirstLoads: 3, Cuts: 1, LongCut: TimeSpan.FromSeconds(5), Silences: 1, Steps: 30, CircuitStep: 4, Warming: 20);
}
