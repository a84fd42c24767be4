using System.Text.Json.Serialization;
using Sluice.Domain.Services;

namespace Sluice.Domain.Hooks;

/// <summary>What is run once for a deployment, with the release's own image or program files and its environment: a migration before its first instance is started, a check before it serves.</summary>
/// <param name="Command">Program and arguments; of an image it takes the place of the image's own command.</param>
public sealed record HookCommand(ValueList<string> Command)
{
    public static TimeSpan UsualTimeout { get; } = TimeSpan.FromMinutes(5);

    /// <summary>Besides the release's own variables, whose place they take where they have the same name.</summary>
    public ValueList<EnvironmentVariable> Env { get; init; } = [];

    /// <summary>Of a container: name or number, with a group after a colon if need be; null is as the release says.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? User { get; init; }

    /// <summary>Of a container: it may do what the engine's machine may. The installation must allow it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Privileged { get; init; }

    /// <summary>After that it is ended and counts as failed: 1 s to 24 h. Null: <see cref="UsualTimeout"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Timeout { get; init; }

    [JsonIgnore]
    public TimeSpan EffectiveTimeout => Timeout ?? UsualTimeout;
}
