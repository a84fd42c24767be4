namespace Sluice.Dashboard.Api.Shapes;

/// <summary>One deployment as a line of a list. Fields mean what they mean in <see cref="DeploymentView"/>.</summary>
/// <param name="Superseded">A later rollback replaced what it had brought.</param>
/// <param name="OpenGate">The id of the question that waits for an answer.</param>
public sealed record DeploymentItem(
    string Id,
    int Number,
    string Service,
    string Environment,
    string Kind,
    int? FromRelease,
    int ToRelease,
    string Strategy,
    string Status,
    string? Stage,
    string? Reason,
    long Version,
    int Progress,
    ItemPhaseView? Phase,
    ItemSplitView Split,
    string? OpenGate,
    bool Superseded,
    DateTimeOffset CreatedAt,
    string CreatedBy,
    DateTimeOffset? StartedAt,
    DateTimeOffset? EndedAt,
    DateTimeOffset ChangedAt);

/// <param name="Index">From 0.</param>
public sealed record ItemPhaseView(int Index, int Count);

/// <param name="Set">Null when it is not known.</param>
public sealed record ItemSplitView(SharesView Asked, SharesView? Set);
