namespace Sluice.Benchmarks.Pages;

/// <summary>Prints each budget of the console beside what was measured, and remembers which were missed.</summary>
internal sealed class Budgets
{
    private readonly List<string> _missed = [];
    private int _kept;

    public int ExitCode => _missed.Count > 0 ? 1 : 0;

    /// <param name="p50">The most that is allowed, like <paramref name="p95"/> and <paramref name="p99"/>; null where there is no such budget.</param>
    public void Percentiles(string id, string what, IEnumerable<double> values, string unit, double? p50, double? p95, double? p99 = null)
    {
        double[] sorted = [.. values.Order()];
        if (sorted.Length == 0)
        {
            Print(id, what, "nothing was measured", "", isKept: false);
            return;
        }

        (string Name, double Value, double? Most)[] all = [("p50", Report.At(sorted, 0.5), p50), ("p95", Report.At(sorted, 0.95), p95), ("p99", Report.At(sorted, 0.99), p99)];
        var measured = string.Join(' ', all.Select(q => Machine.Text($"{q.Name} {q.Value:0.##}"))) + Machine.Text($" {unit} of {sorted.Length}");
        var target = string.Join(' ', all.Where(q => q.Most is not null).Select(q => Machine.Text($"{q.Name} ≤ {q.Most:0.##}")));
        Print(id, what, measured, target, all.All(q => q.Most is not { } most || q.Value <= most));
    }

    public void Most(string id, string what, double value, double most, string unit) =>
        Print(id, what, Machine.Text($"{value:#,0.##} {unit}"), Machine.Text($"≤ {most:#,0.##}"), value <= most);

    public void Least(string id, string what, double value, double least, string unit) =>
        Print(id, what, Machine.Text($"{value:#,0.##} {unit}"), Machine.Text($"≥ {least:#,0.##}"), value >= least);

    public void Between(string id, string what, double value, double least, double most, string unit) =>
        Print(id, what, Machine.Text($"{value:#,0.##} {unit}"), Machine.Text($"{least:0.##} to {most:0.##}"), value >= least && value <= most);

    /// <summary>A figure to know, without a target.</summary>
    public static void Note(string what, double value, string unit) => Machine.Write($"{"",-4} {what,-58} {value:#,0.##} {unit}");

    public void Summarise() => Machine.Write($"{_kept} kept, {_missed.Count} missed{(_missed.Count > 0 ? ": " + string.Join(", ", _missed) : "")}.");

    private void Print(string id, string what, string measured, string target, bool isKept)
    {
        if (isKept)
        {
            _kept++;
        }
        else
        {
            _missed.Add(id);
        }

        Machine.Write($"{id,-4} {what,-58} {measured,-42} {target,-34} {(isKept ? "kept" : "MISSED")}");
    }
}
