using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Dashboard.Api.Input;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Services;

/// <summary>A new release as typed.</summary>
public sealed class ReleaseForm
{
    public string Command { get; set; } = "";

    public string Endpoints { get; set; } = "";

    /// <summary>One <c>NAME=value</c> per line.</summary>
    public string Env { get; set; } = "";

    public string Notes { get; set; } = "";

    public string CommitSha { get; set; } = "";

    public string Replicas { get; set; } = "";

    public string ReadinessHttp { get; set; } = "";

    public string ReadinessTimeout { get; set; } = "";

    /// <summary>The API's body.</summary>
    /// <param name="kind">What the environment runs decides which of command and endpoints is meant.</param>
    public JsonObject ToJson(RuntimeKind kind) => FormJson.Object(
        ("command", kind is RuntimeKind.Process ? FormJson.Array(CommandLine.Split(Command)) is { Count: > 0 } command ? command : null : null),
        ("endpoints", kind is RuntimeKind.External ? FormJson.Lines(Endpoints) : null),
        ("env", EnvJson()),
        ("notes", FormJson.Text(Notes)),
        ("commit_sha", FormJson.Text(CommitSha)),
        ("replicas", kind is RuntimeKind.Process ? FormJson.Number(Replicas) : null),
        ("readiness", FormJson.Object(("http", FormJson.Text(ReadinessHttp)), ("timeout", FormJson.Text(ReadinessTimeout)))));

    /// <summary>The release, and every mistake in it.</summary>
    public (ReleaseSpec Spec, ValueList<FieldError> Errors) Read(RuntimeKind kind)
    {
        var input = new JsonInput(JsonSerializer.SerializeToElement(ToJson(kind)), string.Empty, new InputErrors());
        var spec = ReleaseInput.Read(input);
        input.Errors.AddRules(ServiceRules.Check(spec, string.Empty));
        return (spec, input.Errors.All);
    }

    public static ReleaseForm From(ReleaseSpec spec) => new()
    {
        Command = CommandLine.Join(spec.Command ?? []),
        Endpoints = string.Join('\n', spec.Endpoints ?? []),
        Env = string.Join('\n', spec.Env.Select(variable => $"{variable.Name}={variable.Value}")),
        Replicas = spec.Endpoints is null ? FormattableString.Invariant($"{spec.Replicas}") : "",
        ReadinessHttp = spec.Readiness.HttpPath ?? "",
        ReadinessTimeout = Durations.Format(spec.Readiness.Timeout),
    };

    // A line without "=" becomes a name that no rule allows, so that it is refused instead of lost.
    private JsonObject EnvJson()
    {
        var json = new JsonObject();
        foreach (var line in FormJson.SplitLines(Env))
        {
            var cut = line.IndexOf('=', StringComparison.Ordinal);
            json[cut > 0 ? line[..cut].Trim() : "=" + line] = cut > 0 ? line[(cut + 1)..] : "";
        }

        return json;
    }
}
