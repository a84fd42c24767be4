using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Dashboard.Api.Input;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Services;

/// <summary>A service's declaration as typed, with its first environment.</summary>
public sealed class ServiceForm
{
    public string Name { get; set; } = "";

    public string Environment { get; set; } = "production";

    public string Runtime { get; set; } = "process";

    public string WorkingDirectory { get; set; } = "";

    /// <summary>Take no image that is named by a tag alone.</summary>
    public bool RequireDigest { get; set; }

    public string Host { get; set; } = "";

    public string PathPrefix { get; set; } = "/";

    /// <summary>Orders against the verdict need somebody else.</summary>
    public bool SecondPerson { get; set; }

    /// <summary>The declaration, and every mistake in it.</summary>
    public (ServiceName Name, ValueList<EnvironmentSpec> Environments, ValueList<FieldError> Errors) Read()
    {
        var input = new JsonInput(JsonSerializer.SerializeToElement(ToJson()), string.Empty, new InputErrors());
        var (name, environments) = ServiceInput.Read(input);
        input.Errors.AddRules(ServiceRules.Check(name, environments));
        return (name, environments, input.Errors.All);
    }

    private JsonObject ToJson() => FormJson.Object(
        ("name", FormJson.Text(Name)),
        ("environments", new JsonArray(FormJson.Object(
            ("name", FormJson.Text(Environment)),
            ("runtime", FormJson.Object(
                ("kind", JsonValue.Create(Runtime)),
                ("working_directory", Runtime == "process" ? FormJson.Text(WorkingDirectory) : null),
                ("require_digest", Runtime == "container" && RequireDigest ? JsonValue.Create(true) : null))),
            ("override_approval", SecondPerson ? JsonValue.Create(true) : null),
            ("router", FormJson.Object(
                ("kind", JsonValue.Create("gateway")),
                ("host", FormJson.Text(Host)),
                ("path_prefix", FormJson.Text(PathPrefix))))))));
}
