using Sluice.Domain;
using Sluice.Domain.Replay;

namespace Sluice.Dashboard.Replay;

/// <param name="At">The version that is shown.</param>
public sealed record MilestonesView(ValueList<Milestone> Milestones, long At);
