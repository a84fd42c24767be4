using Sluice.Dashboard.Kit;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Fleet;

/// <summary>One order for several deployments, before it is given. Promotions are not among them on purpose: they are judged one at a time.</summary>
/// <param name="Blocked">Those that it is not legal for, each with why not.</param>
/// <param name="Level">How strictly it is asked.</param>
internal sealed record BulkPlan(DeploymentAction Action, IReadOnlyList<FleetLine> Lines, IReadOnlyList<(FleetLine Line, string Reason)> Blocked, ConfirmLevel Level)
{
    /// <summary>Over this many services the number has to be typed.</summary>
    public const int MostWithoutTyping = 5;

    public static readonly TimeSpan Extension = TimeSpan.FromMinutes(15);

    public static IReadOnlyList<DeploymentAction> Actions { get; } = [DeploymentAction.Pause, DeploymentAction.Resume, DeploymentAction.Extend, DeploymentAction.Abort];

    public bool IsLegal => Blocked.Count == 0;

    public bool IsDangerous => Action is DeploymentAction.Abort;

    /// <summary>A stop of a few is as quick as a stop of one.</summary>
    public bool IsFast => IsDangerous && Level < ConfirmLevel.Typed;

    /// <param name="lines">Each with a deployment and its place.</param>
    /// <param name="limit">Takes away what the person lacks the role for.</param>
    public static BulkPlan Of(DeploymentAction action, IReadOnlyList<FleetLine> lines, Func<AllowedAction, DeploymentSpec, AllowedAction> limit)
    {
        var allowed = lines.Select(line => (Line: line, Action: limit(Legality.Of(line.Deployment!, line.Place!, action), line.Deployment!.Spec))).ToList();
        var services = lines.Select(line => line.Service).Distinct<ServiceName>().Count();
        var level = services > MostWithoutTyping ? ConfirmLevel.Typed : (ConfirmLevel)allowed.Select(one => one.Action.Level).Append((int)ConfirmLevel.Brief).Max();
        return new(action, lines, [.. allowed.Where(one => !one.Action.IsLegal).Select(one => (one.Line, one.Action.ReasonIfNot!))], level);
    }
}
