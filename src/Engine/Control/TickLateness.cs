namespace Sluice.Engine.Control;

/// <summary>How late controllers met the instants at which something was due. A control plane that acts late must say so.</summary>
public sealed class TickLateness
{
    private readonly LastTimes _late = new(4096);

    public void Add(TimeSpan late) => _late.Add(late);

    /// <summary>Over the last 4,096 looks; null before the first.</summary>
    /// <param name="q">0 to 1.</param>
    public TimeSpan? Quantile(double q) => _late.Quantile(q);
}
