namespace Sluice.Domain.Gates;

/// <summary>A gate that was passed without its approvals, in an emergency.</summary>
/// <param name="Incident">Where the emergency is written down.</param>
/// <param name="ReviewDueAt">When somebody else must have looked at it.</param>
public sealed record BrokenGate(string GateId, string Incident, Actor By, DateTimeOffset At, DateTimeOffset ReviewDueAt)
{
    public Actor? ReviewedBy { get; init; }
}
