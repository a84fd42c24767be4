using Sluice.Benchmarks.Analysis.Random;

namespace Sluice.Benchmarks.Analysis.Gauges;

/// <summary>A processor gauge of 40 ± 4 that remembers: a first-order autoregressive series.</summary>
/// <param name="memory">Correlation of a tick with the one before.</param>
/// <param name="shift">Relative to 40.</param>
internal sealed class GaugeSeries(double memory, double shift)
{
    private const double Mean = 40;
    private const double Deviation = 4;
    private double _state;

    public void Start(RandomStream random) => _state = random.Normal();

    public double Next(RandomStream random)
    {
        _state = (memory * _state) + (Math.Sqrt(1 - (memory * memory)) * random.Normal());
        return (Mean * (1 + shift)) + (Deviation * _state);
    }
}
