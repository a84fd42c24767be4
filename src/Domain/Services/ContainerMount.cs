using System.Text.Json.Serialization;

namespace Sluice.Domain.Services;

/// <summary>Where the files of a mount are.</summary>
public enum MountType
{
    /// <summary>A volume of the engine, by its name. The engine makes it when it is missing, and nobody here removes it.</summary>
    Volume,

    /// <summary>A folder or file of the engine's machine.</summary>
    Bind,

    /// <summary>Memory, which is gone with the container.</summary>
    Tmpfs,
}

/// <summary>Files that a container has from elsewhere.</summary>
/// <param name="Source">A volume's name, or a path of the engine's machine; null for memory.</param>
/// <param name="Target">An absolute path in the container.</param>
public sealed record ContainerMount(MountType Type, string? Source, string Target)
{
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ReadOnly { get; init; }

    /// <summary>Other containers may write to it too.</summary>
    [JsonIgnore]
    public bool IsShared => Type != MountType.Tmpfs && !ReadOnly;

    /// <summary><c>data:/var/lib/shop</c>, <c>/srv/shop:/etc/shop:ro</c>, <c>tmpfs:/tmp</c>.</summary>
    public override string ToString() => $"{(Type == MountType.Tmpfs ? TmpfsWord : Source)}:{Target}{(ReadOnly ? ":ro" : "")}";

    internal const string TmpfsWord = "tmpfs";
}

/// <summary>A name and what it stands for: a label, or a kernel parameter.</summary>
public sealed record ContainerSetting(string Name, string Value);

/// <summary>A limit of the kernel on the processes of a container, such as <c>nofile</c>.</summary>
public sealed record ContainerLimit(string Name, long Soft, long Hard)
{
    public override string ToString() => FormattableString.Invariant($"{Name}={Soft}:{Hard}");
}
