using System.Text.Json.Nodes;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Services;

/// <summary>What few containers need, as typed: one thing per line.</summary>
public sealed class ContainerForm
{
    /// <summary>One word per line.</summary>
    public string Entrypoint { get; set; } = "";

    public string MemoryReservation { get; set; } = "";

    /// <summary><c>name=value</c>.</summary>
    public string Labels { get; set; } = "";

    /// <summary><c>data:/var/lib/shop</c>, <c>/srv/shop:/etc/shop:ro</c> or <c>tmpfs:/tmp</c>.</summary>
    public string Volumes { get; set; } = "";

    public string Networks { get; set; } = "";

    public string CapAdd { get; set; } = "";

    public string CapDrop { get; set; } = "";

    /// <summary><c>name=soft:hard</c>.</summary>
    public string Ulimits { get; set; } = "";

    /// <summary><c>name=value</c>.</summary>
    public string Sysctls { get; set; } = "";

    public string StopSignal { get; set; } = "";

    public string StopGrace { get; set; } = "";

    public static ContainerForm From(ContainerSpec spec) => new()
    {
        Entrypoint = Lines(spec.Entrypoint),
        MemoryReservation = spec.MemoryReservation is { } reserved ? ByteSizes.Format(reserved) : "",
        Labels = Lines(spec.Labels?.Select(label => $"{label.Name}={label.Value}")),
        Volumes = Lines(spec.Volumes?.Select(mount => mount.ToString())),
        Networks = Lines(spec.Networks),
        CapAdd = Lines(spec.CapAdd),
        CapDrop = Lines(spec.CapDrop),
        Ulimits = Lines(spec.Ulimits?.Select(limit => limit.ToString())),
        Sysctls = Lines(spec.Sysctls?.Select(setting => $"{setting.Name}={setting.Value}")),
        StopSignal = spec.StopSignal ?? "",
        StopGrace = spec.StopGrace is { } grace ? Durations.Format(grace) : "",
    };

    /// <summary>As the API takes them.</summary>
    public (string Name, JsonNode? Value)[] Fields() =>
    [
        ("entrypoint", FormJson.Lines(Entrypoint)),
        ("memory_reservation", FormJson.Text(MemoryReservation)),
        ("labels", Settings(Labels)),
        ("volumes", Array(Volumes, Mount)),
        ("networks", FormJson.Lines(Networks)),
        ("cap_add", FormJson.Lines(CapAdd)),
        ("cap_drop", FormJson.Lines(CapDrop)),
        ("ulimits", Array(Ulimits, Limit)),
        ("sysctls", Settings(Sysctls)),
        ("stop_signal", FormJson.Text(StopSignal)),
        ("stop_grace", FormJson.Text(StopGrace)),
    ];

    private static string Lines(IEnumerable<string>? items) => string.Join('\n', items ?? []);

    private static JsonArray? Array(string typed, Func<string, JsonNode> read) =>
        FormJson.SplitLines(typed) is { Length: > 0 } lines ? new JsonArray([.. lines.Select(read)]) : null;

    // A line without "=" becomes a name that no rule allows, so that it is refused instead of lost.
    private static JsonObject Settings(string typed)
    {
        var json = new JsonObject();
        foreach (var line in FormJson.SplitLines(typed))
        {
            var cut = line.IndexOf('=', StringComparison.Ordinal);
            json[cut > 0 ? line[..cut].Trim() : "=" + line] = cut > 0 ? line[(cut + 1)..].Trim() : "";
        }

        return json;
    }

    private static JsonNode Mount(string line)
    {
        var parts = line.Split(':');
        var (source, type) = parts[0] switch
        {
            "tmpfs" => (null, "tmpfs"),
            ['/', ..] => (parts[0], "bind"),
            _ => (parts[0], "volume"),
        };

        // Anything else behind the path stays in it, where no rule allows it.
        var target = string.Join(':', parts is [_, .. var middle, "ro"] ? middle : parts[1..]);
        return FormJson.Object(
            ("type", JsonValue.Create(type)), ("source", FormJson.Text(source)), ("target", JsonValue.Create(target)), ("read_only", parts is [_, _, .., "ro"] ? JsonValue.Create(true) : null));
    }

    private static JsonNode Limit(string line)
    {
        var cut = line.IndexOf('=', StringComparison.Ordinal);
        var values = cut > 0 ? line[(cut + 1)..].Split(':', 2) : [];
        return FormJson.Object(
            ("name", JsonValue.Create(cut > 0 ? line[..cut].Trim() : line)), ("soft", values is [var soft, ..] ? FormJson.Number(soft) : null), ("hard", values is [_, var hard] ? FormJson.Number(hard) : null));
    }
}
