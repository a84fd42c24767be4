using Sluice.Dashboard.Kit;

namespace Sluice.Dashboard.Fleet;

/// <summary>The counters above the fleet, which are its filters. A line may be in several.</summary>
public enum FleetGroup
{
    /// <summary>What waits for whoever reads.</summary>
    Needs,
    Returning,
    Held,
    Awaiting,
    Moving,
    Calm,
}

internal static class FleetGroups
{
    public static IReadOnlyList<FleetGroup> All { get; } = Enum.GetValues<FleetGroup>();

    public static FleetGroup? Find(string? word) => Enum.TryParse<FleetGroup>(word, ignoreCase: true, out var group) && Enum.IsDefined(group) ? group : null;

    public static bool Holds(this FleetGroup group, FleetLine line, FleetReader reader) => group switch
    {
        FleetGroup.Calm => line.IsCalm,
        _ when line.IsCalm => false,
        FleetGroup.Needs => reader.IsNeeded(line),
        FleetGroup.Returning => line.State is ConsoleState.Returning or ConsoleState.Failed,
        FleetGroup.Held => line.State is ConsoleState.HeldByPerson or ConsoleState.HeldByVerdict or ConsoleState.Frozen,
        FleetGroup.Awaiting => line.State is ConsoleState.AwaitingApproval,
        FleetGroup.Moving => line.State is ConsoleState.Shifting or ConsoleState.Baking or ConsoleState.Queued or ConsoleState.Scheduled,
        _ => false,
    };
}
