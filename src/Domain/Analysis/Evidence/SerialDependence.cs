namespace Sluice.Domain.Analysis.Evidence;

/// <summary>
/// How much a series repeats itself from one value to the next, and the power that its bets are therefore raised to. A value that mostly repeats the last one brings little news.
/// </summary>
/// <remarks>
/// Lag-1 autocorrelation about the running mean, shrunk towards ½ with the worth of eight values and raised by one standard error, because too small an estimate would make bets too
/// bold. Squares are taken about the mean with the value and products about the mean before it: while the mean is still uncertain, that errs towards more dependence, where the usual
/// estimate errs towards less. The power (1 − φ)/(1 + φ) is the share of independent values in a first-order autoregressive series (Bartlett, 1935). An approximation, not a theorem.
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
    private double _last;

    public static int StateLength => 5;

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
        var before = _mean;
        _count++;
        _mean += (value - before) / _count;
        _squares += (value - _mean) * (value - _mean);
        _products += _count > 1 ? (value - before) * (_last - before) : 0;
        _last = value;
    }

    /// <summary>Writes the state, exactly.</summary>
    public void Save(Span<double> state) => (state[0], state[1], state[2], state[3], state[4]) = (_count, _mean, _squares, _products, _last);

    public void Restore(ReadOnlySpan<double> state) => (_count, _mean, _squares, _products, _last) = (state[0], state[1], state[2], state[3], state[4]);
}
