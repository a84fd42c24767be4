using System.Text.Json.Serialization;
using Sluice.Domain.Hooks;

namespace Sluice.Domain.Services;

/// <summary>An immutable, numbered snapshot of what a service runs. Numbers are consecutive per service.</summary>
public sealed record Release(int Number, ReleaseSpec Spec, DateTimeOffset At, Actor By)
{
    /// <summary>What the tag of its image stood for when its first instance was made: all that come later run the same. Null before, and where the name says it for good.</summary>
    public ResolvedImage? Resolved { get; init; }
}

/// <param name="Id">In the engine, without the algorithm before it.</param>
/// <param name="Digest">In its registry; null when it never was in one.</param>
public sealed record ResolvedImage(string Id, string? Digest);

/// <summary>What to run. Exactly one of <see cref="Command"/>, <see cref="Endpoints"/> and <see cref="Image"/> is given; a command beside an image takes the place of the image's own.</summary>
public sealed record ReleaseSpec
{
    /// <summary>Program and arguments; <c>{port}</c> stands for the assigned port, in a container for the one it listens on.</summary>
    public ValueList<string>? Command { get; init; }

    /// <summary>Absolute addresses of instances that someone else runs.</summary>
    public ValueList<string>? Endpoints { get; init; }

    /// <summary>An <see cref="ImageReference"/>.</summary>
    public string? Image { get; init; }

    /// <summary>The same for every way to write the image's name.</summary>
    [JsonIgnore]
    public string? ImageIdentity => Image is { } image ? ImageReference.Identity(image) : null;

    /// <summary>How the image is run; null is <see cref="ContainerSpec.Default"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ContainerSpec? Container { get; init; }

    public ValueList<EnvironmentVariable> Env { get; init; } = [];

    public string? Notes { get; init; }

    public string? CommitSha { get; init; }

    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ReleaseOrigin? Origin { get; init; }

    /// <summary>It changes how data is stored, so that going back may need more than traffic.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool SchemaChange { get; init; }

    /// <summary>Run once before the first instance of the release is started; null: nothing.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public HookCommand? PreDeploy { get; init; }

    /// <summary>Instances to run, 1 to 100. For endpoints it is their number.</summary>
    public int Replicas { get; init; } = 1;

    public Readiness Readiness { get; init; } = Readiness.Default;

    /// <summary>What people call this release: its notes' first line, else the commit, else nothing.</summary>
    [JsonIgnore]
    public string? Title => Notes?.Split('\n', 2)[0] ?? CommitSha;
}

public sealed record EnvironmentVariable(string Name, string Value);
