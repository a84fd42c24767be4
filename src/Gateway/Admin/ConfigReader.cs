using System.Text.Json;
using Sluice.Gateway.Contract;

namespace Sluice.Gateway.Admin;

/// <summary>Reads a configuration from JSON, and either all of it is right or every mistake is named.</summary>
internal static class ConfigReader
{
    /// <exception cref="JsonException">Not JSON at all.</exception>
    public static GatewayConfig? Read(ReadOnlyMemory<byte> json, out GatewayRefusal refusal)
    {
        using var document = JsonDocument.Parse(json);
        return Read(document.RootElement, out refusal);
    }

    public static GatewayConfig? Read(JsonElement json, out GatewayRefusal refusal)
    {
        var mistakes = new List<GatewayMistake>();
        var fields = new JsonFields(json, "", mistakes, "revision", "routes");
        var config = new GatewayConfig(
            fields.Number("revision", 0, long.MaxValue),
            fields.Items("routes", (element, path) => Route(element, path, mistakes)));
        ConfigValidator.Validate(config, mistakes);
        refusal = new(mistakes);
        return mistakes.Count == 0 ? config : null;
    }

    private static GatewayRoute Route(JsonElement element, string path, List<GatewayMistake> mistakes)
    {
        var fields = new JsonFields(element, path, mistakes, "id", "host", "pathPrefix", "arms", "limits", "users", "mirror", "paused");
        return new(fields.Text("id"), fields.OptionalText("host"), fields.Text("pathPrefix"), fields.Items("arms", (arm, at) => Arm(arm, at, mistakes)))
        {
            Limits = fields.OptionalObject("limits", (limits, at) => Limits(limits, at, mistakes)) ?? RouteLimits.Default,
            Paused = fields.Flag("paused", otherwise: false),
            Users = fields.OptionalObject("users", (users, at) => UsersReader.Read(users, at, mistakes)),
            Mirror = fields.OptionalObject("mirror", (mirror, at) => MirrorReader.Read(mirror, at, mistakes)),
        };
    }

    private static GatewayArm Arm(JsonElement element, string path, List<GatewayMistake> mistakes)
    {
        var fields = new JsonFields(element, path, mistakes, "release", "weight", "destinations", "probe");
        return new(
            fields.Text("release"),
            (int)fields.Number("weight", 0, 1000),
            fields.Items("destinations", (destination, at) => Destination(destination, at, mistakes)))
        {
            Probe = fields.OptionalObject("probe", (probe, at) => Probe(probe, at, mistakes)),
        };
    }

    private static GatewayDestination Destination(JsonElement element, string path, List<GatewayMistake> mistakes)
    {
        var fields = new JsonFields(element, path, mistakes, "id", "address", "draining");
        return new(fields.Text("id"), fields.Text("address"), fields.Flag("draining", otherwise: false));
    }

    private static GatewayProbe Probe(JsonElement element, string path, List<GatewayMistake> mistakes)
    {
        var fields = new JsonFields(element, path, mistakes, "path", "intervalMs", "timeoutMs");
        return new(fields.Text("path"), (int)fields.Number("intervalMs", 100, 3_600_000, otherwise: 2000), (int)fields.Number("timeoutMs", 1, 60_000, otherwise: 1000));
    }

    private static RouteLimits Limits(JsonElement element, string path, List<GatewayMistake> mistakes)
    {
        var fields = new JsonFields(element, path, mistakes, "timeoutMs", "maxBodyBytes");
        return new(
            (int)fields.Number("timeoutMs", 1, 86_400_000, otherwise: RouteLimits.Default.TimeoutMs),
            fields.Number("maxBodyBytes", 0, long.MaxValue, otherwise: RouteLimits.Default.MaxBodyBytes));
    }
}
