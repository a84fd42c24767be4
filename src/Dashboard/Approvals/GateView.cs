using Sluice.Dashboard.Deployments;
using Sluice.Domain.Gates;
using Sluice.Engine.Projections;

namespace Sluice.Dashboard.Approvals;

/// <summary>One question with the deployment that it is about, as it is now.</summary>
/// <param name="Open">The question while it waits; null once it is decided, and while another one stands in front of it.</param>
/// <param name="Record">From history; null while it is not there yet.</param>
public sealed record GateView(string Key, BarView Bar, Gate? Open, GateRow? Record)
{
    /// <summary>It was broken in an emergency, and nobody has looked at it since.</summary>
    public bool OwesReview => Record is { ReviewDueAt: not null, ReviewedBy: null } && Bar.State.BrokenGate is { ReviewedBy: null } broken && broken.GateId == Record.Gate;
}
