using Sluice.Dashboard.Access;
using Sluice.Dashboard.Approvals;
using Sluice.Domain.Access;

namespace Sluice.Dashboard.Fleet;

/// <summary>What of the fleet depends on who reads it.</summary>
/// <param name="Marked">They marked the line's place.</param>
/// <param name="Asked">They may answer the line's question, or owe a reply to one: as the inbox counts it.</param>
/// <param name="Operates">They may give orders at the line's place.</param>
public sealed record FleetReader(Func<FleetLine, bool> Marked, Func<FleetLine, bool> Asked, Func<FleetLine, bool> Operates)
{
    public static FleetReader Nobody { get; } = new(_ => false, _ => false, _ => false);

    internal static FleetReader Of(CurrentActor current, Stars stars) => new(
        stars.Has,
        line => line is { IsCalm: false, Deployment: { OpenGate: { } gate } deployment } && new WaitingGate(deployment, gate, line.Release, line.Place).WaitsFor(current),
        line => current.Allows(Right.Operate, new(line.Service, line.Environment)));

    /// <summary>The line as they see it: what others have to answer is less than what they have to.</summary>
    public FleetLine See(FleetLine line) => line.Attention > Attention.AwaitingMe && Asked(line) ? line with { Attention = Attention.AwaitingMe } : line;

    /// <summary>Nothing goes on, or nothing good, before somebody acts, and the reader is one who may.</summary>
    public bool IsNeeded(FleetLine line) => !line.IsCalm && (Asked(line) || (line.WaitsForOperator && Operates(line)));
}
