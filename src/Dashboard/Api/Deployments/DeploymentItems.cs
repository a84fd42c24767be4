using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain.Deployments;
using Sluice.Engine.Projections;

namespace Sluice.Dashboard.Api.Deployments;

/// <summary>From a read model's row to a line of the list.</summary>
internal static class DeploymentItems
{
    public static DeploymentItem Of(DeploymentRow row) => new(
        row.Id.Value,
        row.Number,
        row.Service.Value,
        row.Environment.Value,
        row.Kind,
        row.FromRelease,
        row.ToRelease,
        row.Strategy,
        row.Status,
        row.Stage,
        row.PauseReason ?? row.Reason,
        row.Version,
        row.Progress,
        row.Phase >= 0 ? new ItemPhaseView(row.Phase, row.PhaseCount) : null,
        new ItemSplitView(Shares.Of(row.AskedCanary), row.SetCanary is { } set ? Shares.Of(set) : null),
        row.OpenGate,
        row.Superseded,
        row.CreatedAt,
        row.CreatedBy,
        row.StartedAt,
        row.EndedAt,
        row.ChangedAt);
}
