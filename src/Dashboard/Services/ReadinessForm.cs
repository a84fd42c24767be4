using System.Text.Json.Nodes;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Services;

/// <summary>How an instance is asked whether it is ready, as typed, beside a path for HTTP.</summary>
public sealed class ReadinessForm
{
    /// <summary>Ask by gRPC, about <see cref="Grpc"/>.</summary>
    public bool ByGrpc { get; set; }

    /// <summary>Empty for the whole server.</summary>
    public string Grpc { get; set; } = "";

    public string Command { get; set; } = "";

    public string Interval { get; set; } = "";

    public string ProbeTimeout { get; set; } = "";

    public string Retries { get; set; } = "";

    public string StartPeriod { get; set; } = "";

    public static ReadinessForm From(Readiness readiness) => new()
    {
        ByGrpc = readiness.Grpc is not null,
        Grpc = readiness.Grpc ?? "",
        Command = CommandLine.Join(readiness.Command ?? []),
        Interval = Text(readiness.Interval),
        ProbeTimeout = Text(readiness.ProbeTimeout),
        Retries = readiness.Retries is { } retries ? FormattableString.Invariant($"{retries}") : "",
        StartPeriod = Text(readiness.StartPeriod),
    };

    /// <summary>As the API takes them.</summary>
    public (string Name, JsonNode? Value)[] Fields() =>
    [
        ("grpc", ByGrpc ? JsonValue.Create(Grpc.Trim()) : null),
        ("command", FormJson.Array(CommandLine.Split(Command)) is { Count: > 0 } command ? command : null),
        ("interval", FormJson.Text(Interval)),
        ("probe_timeout", FormJson.Text(ProbeTimeout)),
        ("retries", FormJson.Number(Retries)),
        ("start_period", FormJson.Text(StartPeriod)),
    ];

    private static string Text(TimeSpan? length) => length is { } given ? Durations.Format(given) : "";
}
