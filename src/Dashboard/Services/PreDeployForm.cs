using System.Text.Json.Nodes;
using Sluice.Domain.Hooks;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Services;

/// <summary>What is run once for a deployment, before its release is started or on its preview, as typed.</summary>
public sealed class PreDeployForm
{
    public string Command { get; set; } = "";

    /// <summary>One <c>NAME=value</c> per line.</summary>
    public string Env { get; set; } = "";

    public string User { get; set; } = "";

    public bool Privileged { get; set; }

    public string Timeout { get; set; } = "";

    public static PreDeployForm From(HookCommand? hook) => hook is null ? new() : new()
    {
        Command = CommandLine.Join(hook.Command),
        Env = string.Join('\n', hook.Env.Select(variable => $"{variable.Name}={variable.Value}")),
        User = hook.User ?? "",
        Privileged = hook.Privileged,
        Timeout = hook.Timeout is { } timeout ? Durations.Format(timeout) : "",
    };

    /// <summary>As the API takes it; null when nothing is to be run.</summary>
    /// <param name="isContainer">Only containers have a user and rights of their own.</param>
    public JsonObject? ToJson(bool isContainer) => string.IsNullOrWhiteSpace(Command) ? null : FormJson.Object(
        ("command", FormJson.Array(CommandLine.Split(Command))),
        ("env", FormJson.Variables(Env)),
        ("user", isContainer ? FormJson.Text(User) : null),
        ("privileged", isContainer && Privileged ? JsonValue.Create(true) : null),
        ("timeout", FormJson.Text(Timeout)));
}
