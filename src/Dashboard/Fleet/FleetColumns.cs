namespace Sluice.Dashboard.Fleet;

/// <summary>What of a line beside its name, state and release is shown.</summary>
[Flags]
public enum FleetColumns
{
    None = 0,
    Split = 1,
    Phase = 2,
    WorstCheck = 4,
    Next = 8,
    By = 16,
    All = Split | Phase | WorstCheck | Next | By,
}

internal static class FleetColumnWords
{
    /// <summary>Under what the columns that somebody left out are kept.</summary>
    public const string Key = "fleet.columns";

    public static IReadOnlyList<FleetColumns> Each { get; } = [FleetColumns.Split, FleetColumns.Phase, FleetColumns.WorstCheck, FleetColumns.Next, FleetColumns.By];

    public static int Count(this FleetColumns columns) => int.PopCount((int)columns);

    /// <param name="hidden">Names of columns that were left out; one that is not known any more is passed over.</param>
    public static FleetColumns Without(IEnumerable<string> hidden) =>
        hidden.Aggregate(FleetColumns.All, (shown, name) => Enum.TryParse<FleetColumns>(name, out var one) ? shown & ~one : shown);

    public static List<string> Hidden(FleetColumns shown) => [.. Each.Where(one => !shown.HasFlag(one)).Select(one => one.ToString())];
}
