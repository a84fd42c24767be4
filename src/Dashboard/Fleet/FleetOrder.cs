namespace Sluice.Dashboard.Fleet;

/// <summary>The order on screen. While a reader's pointer or focus is in the table, every line keeps its seat and new ones wait outside.</summary>
public sealed class FleetOrder
{
    private List<string> _keys = [];

    /// <summary>Lines that wait outside.</summary>
    public int Waiting { get; private set; }

    /// <summary>The lines on screen would stand in another order.</summary>
    public bool Differs { get; private set; }

    public bool HasNews => Waiting > 0 || Differs;

    /// <param name="lines">All lines that the filter lets through.</param>
    public IReadOnlyList<FleetLine> Arrange(IEnumerable<FleetLine> lines, bool hold)
    {
        var sorted = Sorted(lines);
        if (!hold || _keys.Count == 0)
        {
            (_keys, Waiting, Differs) = ([.. sorted.Select(line => line.Key)], 0, false);
            return sorted;
        }

        var byKey = sorted.ToDictionary(line => line.Key);
        FleetLine[] seated = [.. _keys.Where(byKey.ContainsKey).Select(key => byKey[key])];
        var kept = seated.Select(line => line.Key).ToHashSet();
        Waiting = sorted.Count - seated.Length;
        Differs = !sorted.Where(line => kept.Contains(line.Key)).SequenceEqual(seated);
        return seated;
    }

    /// <summary>Who needs a person first; then what has waited longest; then by name.</summary>
    public static List<FleetLine> Sorted(IEnumerable<FleetLine> lines) =>
    [
        .. lines
            .OrderBy(line => line.Attention)
            .ThenBy(line => line.IsCalm || line.Deployment is null ? DateTimeOffset.MinValue : StateSince.Of(line.Deployment))
            .ThenBy(line => line.Service.Value, StringComparer.Ordinal)
            .ThenBy(line => line.Key, StringComparer.Ordinal),
    ];
}
