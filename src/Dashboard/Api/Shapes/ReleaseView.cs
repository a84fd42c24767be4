namespace Sluice.Dashboard.Api.Shapes;

/// <summary>An immutable, numbered release.</summary>
/// <param name="LiveIn">The environments that it serves now.</param>
public sealed record ReleaseView(
    int Number,
    IReadOnlyList<string>? Command,
    IReadOnlyList<string>? Endpoints,
    string? Image,
    ContainerView? Container,
    IReadOnlyDictionary<string, string> Env,
    string? Notes,
    string? CommitSha,
    bool SchemaChange,
    int Replicas,
    ReadinessView Readiness,
    IReadOnlyList<string> LiveIn,
    DateTimeOffset CreatedAt,
    string CreatedBy)
{
    /// <summary>Where it comes from, as whoever added it said; null where they did not.</summary>
    public OriginView? Origin { get; init; }

    /// <summary>Run once before the first instance is started; null: nothing.</summary>
    public PreDeployView? PreDeploy { get; init; }

    /// <summary>What the tag of its image stood for when its first instance was made, which all of its instances run; null before, and where the name has a digest.</summary>
    public ResolvedImageView? ResolvedImage { get; init; }

    /// <summary>Since when its image is known to be gone, because newer releases took its place; null while it is kept. Deploying the release fetches it again.</summary>
    public DateTimeOffset? ImageGoneSince { get; init; }
}

/// <param name="Author">Who wrote the change.</param>
/// <param name="Changes">Where its changes are listed.</param>
public sealed record OriginView(string? Author, DateTimeOffset? BuiltAt, string? Changes);

/// <param name="Id">In the engine.</param>
/// <param name="Digest">In its registry; null when it never was in one.</param>
public sealed record ResolvedImageView(string Id, string? Digest);

/// <summary>What is run before a release is started.</summary>
/// <param name="User">Null is as the release says.</param>
/// <param name="Timeout">After that it is ended and counts as failed.</param>
public sealed record PreDeployView(IReadOnlyList<string> Command, IReadOnlyDictionary<string, string> Env, string? User, bool Privileged, string Timeout);

/// <summary>How the image of a release is run.</summary>
/// <param name="Port">Where the program in the container listens; published on a free port of the host, which gets the traffic.</param>
/// <param name="Memory">The most; null is no limit.</param>
/// <param name="Cpus">The most, in processors; null is no limit.</param>
/// <param name="Pull"><c>missing</c>, <c>always</c> or <c>never</c>.</param>
/// <param name="Ports">Published besides.</param>
/// <param name="MemoryReservation">What an engine short of memory leaves it.</param>
/// <param name="Labels">Besides Sluice's own.</param>
/// <param name="Networks">In the place of the engine's usual one.</param>
/// <param name="StopSignal">Null is what the image says.</param>
/// <param name="Entrypoint">In the place of the image's own; null is what the image says.</param>
/// <param name="StopGrace">How long it is waited for after the signal; null is as usual.</param>
public sealed record ContainerView(
    int Port,
    string? User,
    string? Memory,
    decimal? Cpus,
    string Pull,
    IReadOnlyList<PublishedPortView> Ports,
    string? MemoryReservation,
    IReadOnlyDictionary<string, string> Labels,
    IReadOnlyList<MountView> Volumes,
    IReadOnlyList<string> Networks,
    IReadOnlyList<string> CapAdd,
    IReadOnlyList<string> CapDrop,
    IReadOnlyList<UlimitView> Ulimits,
    IReadOnlyDictionary<string, string> Sysctls,
    string? StopSignal,
    string? StopGrace,
    IReadOnlyList<string>? Entrypoint);

/// <param name="Type"><c>volume</c>, <c>bind</c> or <c>tmpfs</c>.</param>
/// <param name="Source">Null for memory.</param>
public sealed record MountView(string Type, string? Source, string Target, bool ReadOnly);

public sealed record UlimitView(string Name, long Soft, long Hard);

/// <param name="Host">Null takes a free one.</param>
public sealed record PublishedPortView(int Container, int? Host);

/// <summary>How an instance is asked whether it is ready.</summary>
/// <param name="Http">A path that must answer 2xx or 3xx.</param>
/// <param name="Tcp">A connection must open; true when nothing else is asked.</param>
/// <param name="Grpc">The service that gRPC's health service is asked about; empty for the whole server.</param>
/// <param name="Command">Run in the container, or beside the process.</param>
/// <param name="Interval">Null asks at every look, about once a second.</param>
/// <param name="StartPeriod">Null: the timeout alone ends a start.</param>
public sealed record ReadinessView(
    string? Http, bool Tcp, string Timeout, string? Grpc, IReadOnlyList<string>? Command, string? Interval, string ProbeTimeout, int Retries, string? StartPeriod);
