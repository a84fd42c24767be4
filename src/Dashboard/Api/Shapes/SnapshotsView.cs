namespace Sluice.Dashboard.Api.Shapes;

/// <summary>What ran before a deployment touched anything and when it was over, as the runtime told, and what differs.</summary>
/// <param name="Before">Null before it was looked at what runs.</param>
/// <param name="After">Null as long as it is not over, where nothing was changed, and where nobody looked in time.</param>
/// <param name="Differences">Empty without one of the two.</param>
/// <param name="NotCompared">What may differ without that anybody can tell. Only where this and <c>differences</c> are empty did nothing change.</param>
public sealed record SnapshotsView(SnapshotView? Before, SnapshotView? After, IReadOnlyList<SnapshotDifferenceView> Differences, IReadOnlyList<SnapshotGapView> NotCompared);

/// <param name="Subject"><c>snapshot</c> for both as a whole, else as in a difference.</param>
/// <param name="Field">As in <c>values of variables</c> (their marks were made with different keys), <c>command</c> (part of it is masked or cut off), <c>details not listed</c>.</param>
public sealed record SnapshotGapView(string Subject, string Field);

/// <param name="Live">The release that was live then; null for none.</param>
/// <param name="InstancesLeftOut">That were there and are not listed, because there were too many.</param>
/// <param name="Problem">Why nothing but that they are there is known of the instances.</param>
public sealed record SnapshotView(
    DateTimeOffset TakenAt, int? Live, IReadOnlyList<SnapshotInstanceView> Instances, IReadOnlyList<SnapshotShapeView> Shapes, int InstancesLeftOut, string? Problem);

/// <param name="Shape">Index into <c>shapes</c>: how it was made.</param>
/// <param name="Health"><c>starting</c>, <c>ready</c>, <c>degraded</c>, <c>unready</c> or <c>failed</c>.</param>
/// <param name="Leaving">It was asked to end.</param>
public sealed record SnapshotInstanceView(
    string Id, int Release, int Shape, string Health, DateTimeOffset Since, string? Address, string? Container, int? Pid, IReadOnlyList<string> Ports, bool Leaving);

/// <param name="Memory">In bytes; null for no limit.</param>
/// <param name="Variables">Their names; values are not kept.</param>
/// <param name="LeftOut">Words, mounts, variables and labels that are not listed, because there were too many.</param>
public sealed record SnapshotShapeView(
    int Release,
    string? Image,
    string? ImageId,
    string? Digest,
    string? Program,
    IReadOnlyList<string> Command,
    string? Directory,
    string? User,
    long? Memory,
    long? MemoryReservation,
    decimal? Cpus,
    IReadOnlyList<string> Variables,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<SnapshotMountView> Mounts,
    int LeftOut);

/// <param name="Type"><c>volume</c>, <c>bind</c> or <c>tmpfs</c>.</param>
public sealed record SnapshotMountView(string Target, string Type, string? Source, bool ReadOnly);

/// <param name="Subject"><c>live</c> for what was live before and after, <c>release 2</c> for a release that was there both times, or the id of an instance.</param>
/// <param name="From">Null where it was not there.</param>
/// <param name="To">Null where it is gone.</param>
public sealed record SnapshotDifferenceView(string Subject, string Field, string? From, string? To);
