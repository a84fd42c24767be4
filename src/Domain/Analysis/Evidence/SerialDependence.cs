namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// How much a series repeats itself from one value to the next, and the power that its bets are therefore raised to. A value that mostly repeats the last one brings little news.
/// </summary>
/// <remarks>
/// Lag-1 autocorrelation about the mean so far, shrunk towards ½ with the worth of eight values and raised by one standard error, because too small an estimate would make bets too
/// bold. The power (1 − φ)/(1 + φ) is the share of independent values in a first-order autoregressive series (Bartlett, 1935).
/// An approximation, not a theorem.
/// </remarks>
public sealed class SerialDependence
{
    private const double BeforeData = 0.5;
    private const double PriorValues = 8;
    private const double Highest = 0.99;

    private double _count;
    private double _mean;
    private double _squares;
    private double _products;
    private double _first;
    private double _last;

    public static int StateLength => 6;

    /// <summary>φ: 0 for a series without memory, 0.99 at most.</summary>
    public double Autocorrelation
    {
        get
        {
            var variance = _count > 0 ? _squares / _count : 0;
            var spread = _squares + (PriorValues * variance);
            var shrunk = _count >= 2 && spread > 0 ? (_products + (PriorValues * BeforeData * variance)) / spread : BeforeData;
            return Math.Clamp(shrunk + Math.Sqrt(Math.Max(0, 1 - (shrunk * shrunk)) / (_count + PriorValues)), 0, Highest);
        }
    }

    /// <summary>(1 − φ)/(1 + φ): between 0.005 and 1.</summary>
    public double Power
    {
        get
        {
            var phi = Autocorrelation;
            return (1 - phi) / (1 + phi);
        }
    }

    /// <param name="value">Between −1e100 and 1e100. Values on either side of a missing one count as neighbours.</param>
    public void Add(double value)
    {
        if (_count == 0)
        {
            (_count, _mean, _first, _last) = (1, value, value, value);
            return;
        }

        // Sums about the mean so far are carried over to the new mean exactly, so that a large mean cancels nothing.
        var fromMean = value - _mean;
        var step = fromMean / (_count + 1);
        _products += (step * (_first - _mean + (_last - _mean))) + ((_count - 1) * step * step);
        _mean += step;
        _products += (value - _mean) * (_last - _mean);
        _squares += fromMean * (value - _mean);
        _last = value;
        _count++;
    }

    /// <summary>Writes the state, exactly.</summary>
    public void Save(Span<double> state) => (state[0], state[1], state[2], state[3], state[4], state[5]) = (_count, _mean, _squares, _products, _first, _last);

    public void Restore(ReadOnlySpan<double> state) => (_count, _mean, _squares, _products, _first, _last) = (state[0], state[1], state[2], state[3], state[4], state[5]);
}
