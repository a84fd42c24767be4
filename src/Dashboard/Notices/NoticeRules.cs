using System.Globalization;
using Sluice.Dashboard.Approvals;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Projections;
using static Sluice.Domain.Deployments.DeploymentStatus;

namespace Sluice.Dashboard.Notices;

/// <summary>What is worth a notice. Pure.</summary>
internal static class NoticeRules
{
    /// <summary>So long something may be held before those concerned are told.</summary>
    public static readonly TimeSpan HeldFor = TimeSpan.FromMinutes(10);

    /// <returns>Null when the state alone is no news.</returns>
    public static Notice? Of(Deployment state) => state.Status switch
    {
        Paused { Reason: PauseReason.Inconclusive or PauseReason.Failure } held =>
            About(state, NoticeKind.Held, string.Create(CultureInfo.InvariantCulture, $"{state.Id}:{held.Since.ToUnixTimeSeconds()}"), held.Since + HeldFor, held.Why),
        RollingBack { EndsAs: EndsAs.RolledBack } returning => About(state, NoticeKind.Returned, state.Id.Value, returning.Since, returning.Reason),
        Ended { Outcome: Outcome.RolledBack } ended => About(state, NoticeKind.Returned, state.Id.Value, ended.At, ended.Reason),
        Ended { Outcome: Outcome.Failed } ended => About(state, NoticeKind.Failed, state.Id.Value, ended.At, ended.Reason),
        _ => null,
    };

    /// <summary>From the list of those that have ended.</summary>
    public static Notice? Of(DeploymentRow row) => (row.Status, row.EndedAt) switch
    {
        ("rolled_back", { } at) => About(row, NoticeKind.Returned, at),
        ("failed", { } at) => About(row, NoticeKind.Failed, at),
        _ => null,
    };

    /// <param name="version">Of the deployment's stream, after the order.</param>
    public static Notice Overridden(Deployment state, string by, DateTimeOffset at, long version, string? reason) =>
        About(state, NoticeKind.Overridden, string.Create(CultureInfo.InvariantCulture, $"{state.Id}:{version}"), at, reason) with
        {
            By = by,
            Href = string.Create(CultureInfo.InvariantCulture, $"{HrefOf(state.Id, state.Spec.Service.Value)}/replay?at={version}"),
        };

    public static Notice Of(WaitingGate gate) => new(
        NoticeKind.Gate, KeyOf(NoticeKind.Gate, gate.Key), gate.State.Id, gate.State.Spec.Service, gate.State.Spec.Environment, gate.Gate.AskedAt,
        $"/approvals?tab=open&gate={Uri.EscapeDataString(gate.Key)}", gate.Gate.Question);

    private static Notice About(Deployment state, NoticeKind kind, string key, DateTimeOffset at, string? text) =>
        new(kind, KeyOf(kind, key), state.Id, state.Spec.Service, state.Spec.Environment, at, HrefOf(state.Id, state.Spec.Service.Value), text) { CreatedBy = state.CreatedBy.Name };

    private static Notice About(DeploymentRow row, NoticeKind kind, DateTimeOffset at) =>
        new(kind, KeyOf(kind, row.Id.Value), row.Id, row.Service, row.Environment, at, HrefOf(row.Id, row.Service.Value), row.Reason) { CreatedBy = row.CreatedBy };

    private static string KeyOf(NoticeKind kind, string of) => $"{Words.Of(kind)}:{of}";

    private static string HrefOf(DeploymentId id, string service) => $"/s/{service}/d/{id.Value[(service.Length + 1)..]}";
}
