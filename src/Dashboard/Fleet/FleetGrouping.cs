namespace Sluice.Dashboard.Fleet;

/// <summary>By what the lines of the fleet stand together.</summary>
public enum FleetGrouping
{
    Team,
    Target,
    Strategy,
}

/// <summary>A line, or the heading of those that follow it.</summary>
/// <param name="Heading">Null for a line; empty where the group has no name, as services without a team.</param>
public readonly record struct FleetEntry(FleetLine? Line, string? Heading, int Count)
{
    public string Key => Line?.Key ?? $"group:{Heading}";
}

internal static class FleetGroupings
{
    public static IReadOnlyList<FleetGrouping> All { get; } = Enum.GetValues<FleetGrouping>();

    public static FleetGrouping? Find(string? word) => Enum.TryParse<FleetGrouping>(word, ignoreCase: true, out var grouping) && Enum.IsDefined(grouping) ? grouping : null;

    /// <summary>Groups follow each other like their first lines: the one that needs a person most comes first.</summary>
    public static FleetEntry[] Arrange(IReadOnlyList<FleetLine> lines, FleetGrouping? grouping) => grouping is { } by
        ? [.. lines.GroupBy(line => NameOf(line, by), StringComparer.Ordinal).SelectMany(group => group.Select(line => new FleetEntry(line, null, 0)).Prepend(new FleetEntry(null, group.Key, group.Count())))]
        : [.. lines.Select(line => new FleetEntry(line, null, 0))];

    private static string NameOf(FleetLine line, FleetGrouping grouping) => grouping switch
    {
        FleetGrouping.Team => line.Team ?? string.Empty,
        FleetGrouping.Target => line.Environment.Value,
        _ => line.Strategy is null ? string.Empty : line.Deployment!.Spec.Strategy.ToString(),
    };
}
