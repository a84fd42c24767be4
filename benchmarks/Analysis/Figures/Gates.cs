using System.Globalization;

namespace Sluice.Benchmarks.Analysis.Figures;

/// <summary>The promises that the figures must keep, each on one line with its interval.</summary>
/// <param name="quick">With few runs an interval is wide: a gate that neither holds nor is excluded by it is left undecided.</param>
internal sealed class Gates(bool quick)
{
    private readonly List<string> _lines = [];

    public bool Missed { get; private set; }

    /// <summary>The upper limit of the interval must not be above the gate.</summary>
    public void UpperAtMost(string id, string what, Proportion worst, double gate) =>
        Add(id, what, worst.ToString(), $"upper limit ≤ {Percent(gate)}", worst.Upper <= gate, excluded: worst.Lower > gate);

    /// <summary>The figure must not be above the gate; where it is, the interval must still reach below.</summary>
    public void LowerAtMost(string id, string what, Proportion worst, double gate) =>
        Add(id, what, worst.ToString(), $"lower limit ≤ {Percent(gate)}", worst.Lower <= gate, excluded: true);

    /// <summary>The figure itself must not be above the gate.</summary>
    public void AtMost(string id, string what, Proportion worst, double gate) =>
        Add(id, what, worst.ToString(), $"≤ {Percent(gate)}", worst.Value <= gate, excluded: worst.Lower > gate);

    /// <inheritdoc cref="AtMost(string, string, Proportion, double)"/>
    public void AtMost(string id, string what, double value, (double Lower, double Upper) interval, double gate, string unit = "") =>
        Add(id, what, Figure(value, interval, unit), $"≤ {Number(gate)}{unit}", value <= gate, excluded: interval.Lower > gate);

    /// <summary>The interval must reach down to the gate.</summary>
    public void LowerAtMost(string id, string what, double value, (double Lower, double Upper) interval, double gate) =>
        Add(id, what, Figure(value, interval, ""), $"lower limit ≤ {Number(gate)}", interval.Lower <= gate, excluded: true);

    /// <summary>Neither the lowest nor the highest figure may be outside.</summary>
    public void Between(string id, string what, Ratio lowest, Ratio highest, double from, double to) =>
        Add(id, what, $"{lowest} to {highest}", $"{Number(from)} to {Number(to)}", lowest.Value >= from && highest.Value <= to, excluded: lowest.Upper < from || highest.Lower > to);

    public void Print()
    {
        Console.WriteLine();
        _lines.ForEach(Console.WriteLine);
    }

    private void Add(string id, string what, string figure, string gate, bool holds, bool excluded)
    {
        var missed = !holds && (excluded || !quick);
        Missed |= missed;
        _lines.Add($"{id,-4} {what,-72} {figure,-26} (gate {gate}) {(holds ? "ok" : missed ? "MISSED" : "undecided with so few runs")}");
    }

    private static string Figure(double value, (double Lower, double Upper) interval, string unit) =>
        $"{Number(value)}{unit} [{Number(interval.Lower)}, {Number(interval.Upper)}]";

    private static string Percent(double share) => $"{Number(100 * share)} %";

    private static string Number(double value) => double.IsFinite(value) ? value.ToString("0.##", CultureInfo.InvariantCulture) : "∞";
}
