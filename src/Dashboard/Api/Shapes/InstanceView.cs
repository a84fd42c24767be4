namespace Sluice.Dashboard.Api.Shapes;

/// <summary>One running instance of a release, as last seen.</summary>
/// <param name="Role"><c>stable</c> or <c>canary</c>.</param>
/// <param name="State"><c>starting</c>, <c>ready</c>, <c>degraded</c> (it serves, and says that it could do better), <c>unready</c> or <c>failed</c>.</param>
/// <param name="Address">Empty while it has none.</param>
/// <param name="Container">Of a container: the beginning of its id.</param>
/// <param name="Image">Of a container: the image as the release names it.</param>
/// <param name="Digest">Of a container: what that name stood for when it was made.</param>
/// <param name="OpenRequests">Null when the router does not know the instance.</param>
public sealed record InstanceView(
    string Id,
    int Release,
    string Role,
    int Slot,
    string Address,
    string State,
    DateTimeOffset StartedAt,
    int? Pid,
    int? ExitCode,
    string? Problem,
    string? Container,
    string? Image,
    string? Digest,
    bool InService,
    bool Draining,
    long? OpenRequests);

/// <summary>The last lines that an instance wrote, oldest first.</summary>
public sealed record LogView(string Instance, IReadOnlyList<string> Lines);
