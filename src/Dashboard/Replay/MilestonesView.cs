using Sluice.Domain;
using Sluice.Domain.Replay;

namespace Sluice.Dashboard.Replay;

/// <summary>The milestones, and which of them is shown. Equal from one step to the next unless one of them is reached or left.</summary>
/// <param name="At">The version that is shown; null when it is no milestone.</param>
public sealed record MilestonesView(ValueList<Milestone> Milestones, long? At)
{
    public static MilestonesView Of(ValueList<Milestone> milestones, long shown) => new(milestones, milestones.Any(milestone => milestone.Version == shown) ? shown : null);
}
