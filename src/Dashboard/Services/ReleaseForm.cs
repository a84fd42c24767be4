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

    public string Image { get; set; } = "";

    /// <summary>Takes the place of the image's own command.</summary>
    public string ImageCommand { get; set; } = "";

    public string Port { get; set; } = "";

    /// <summary>One <c>container</c> or <c>host:container</c> per line.</summary>
    public string Ports { get; set; } = "";

    public string User { get; set; } = "";

    public string Memory { get; set; } = "";

    public string Cpus { get; set; } = "";

    public string Pull { get; set; } = "missing";

    public ContainerForm More { get; set; } = new();

    /// <summary>One <c>NAME=value</c> per line.</summary>
    public string Env { get; set; } = "";

    public string Notes { get; set; } = "";

    public string CommitSha { get; set; } = "";

    public string Author { get; set; } = "";

    /// <summary>An instant such as 2026-12-24T16:00:00Z.</summary>
    public string BuiltAt { get; set; } = "";

    public string Changes { get; set; } = "";

    public string Replicas { get; set; } = "";

    public string ReadinessHttp { get; set; } = "";

    public string ReadinessTimeout { get; set; } = "";

    public ReadinessForm Asked { get; set; } = new();

    public PreDeployForm Before { get; set; } = new();

    /// <summary>The API's body.</summary>
    /// <param name="kind">What the environment runs decides which of command, endpoints and image is meant.</param>
    public JsonObject ToJson(RuntimeKind kind) => FormJson.Object(
        ("command", FormJson.Array(CommandLine.Split(kind switch { RuntimeKind.Process => Command, RuntimeKind.Container => ImageCommand, _ => "" })) is { Count: > 0 } command ? command : null),
        ("endpoints", kind is RuntimeKind.External ? FormJson.Lines(Endpoints) : null),
        ("image", kind is RuntimeKind.Container ? FormJson.Text(Image) : null),
        ("container", kind is RuntimeKind.Container ? ContainerJson() : null),
        ("env", FormJson.Variables(Env)),
        ("pre_deploy", kind is RuntimeKind.External ? null : Before.ToJson(kind is RuntimeKind.Container)),
        ("notes", FormJson.Text(Notes)),
        ("commit_sha", FormJson.Text(CommitSha)),
        ("origin", FormJson.Object([("author", FormJson.Text(Author)), ("built_at", FormJson.Text(BuiltAt)), ("changes", FormJson.Text(Changes))])),
        ("replicas", kind is RuntimeKind.External ? null : FormJson.Number(Replicas)),
        ("readiness", FormJson.Object([("http", FormJson.Text(ReadinessHttp)), ("timeout", FormJson.Text(ReadinessTimeout)), .. Asked.Fields()])));

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
        Command = spec.Image is null ? CommandLine.Join(spec.Command ?? []) : "",
        Image = spec.Image ?? "",
        ImageCommand = spec.Image is null ? "" : CommandLine.Join(spec.Command ?? []),
        Port = spec.Container is { } container ? FormattableString.Invariant($"{container.Port}") : "",
        Ports = string.Join('\n', spec.Container?.Ports ?? []),
        User = spec.Container?.User ?? "",
        Memory = spec.Container?.Memory is { } memory ? ByteSizes.Format(memory) : "",
        Cpus = spec.Container?.Cpus is { } cpus ? FormattableString.Invariant($"{cpus}") : "",
        Pull = Words.Of((spec.Container ?? ContainerSpec.Default).Pull),
        More = ContainerForm.From(spec.Container ?? ContainerSpec.Default),
        Endpoints = string.Join('\n', spec.Endpoints ?? []),
        Env = string.Join('\n', spec.Env.Select(variable => $"{variable.Name}={variable.Value}")),
        Replicas = spec.Endpoints is null ? FormattableString.Invariant($"{spec.Replicas}") : "",
        ReadinessHttp = spec.Readiness.HttpPath ?? "",
        ReadinessTimeout = Durations.Format(spec.Readiness.Timeout),
        Asked = ReadinessForm.From(spec.Readiness),
        Before = PreDeployForm.From(spec.PreDeploy),
    };

    private JsonObject ContainerJson() => FormJson.Object([
        ("port", FormJson.Number(Port)),
        ("user", FormJson.Text(User)),
        ("memory", FormJson.Text(Memory)),
        ("cpus", FormJson.Number(Cpus)),
        ("pull", Pull == "missing" ? null : FormJson.Text(Pull)),
        ("ports", FormJson.SplitLines(Ports) is { Length: > 0 } lines ? new JsonArray([.. lines.Select(PortJson)]) : null),
        .. More.Fields()]);

    private static JsonNode PortJson(string line)
    {
        var cut = line.IndexOf(':', StringComparison.Ordinal);
        return FormJson.Object(("host", cut > 0 ? FormJson.Number(line[..cut]) : null), ("container", FormJson.Number(line[(cut + 1)..])));
    }
}
