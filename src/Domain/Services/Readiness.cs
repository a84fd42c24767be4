using System.Text.Json.Serialization;

namespace Sluice.Domain.Services;

/// <summary>How an instance is asked whether it is ready.</summary>
public enum ReadinessKind
{
    /// <summary>A TCP connection opens.</summary>
    Tcp,

    /// <summary>GET answers 2xx or 3xx.</summary>
    Http,

    /// <summary>The standard health service of gRPC says SERVING.</summary>
    Grpc,

    /// <summary>A command, run beside the instance, ends with 0.</summary>
    Command,
}

/// <summary>When an instance counts as ready. At most one of <see cref="HttpPath"/>, <see cref="Grpc"/> and <see cref="Command"/>; without any a TCP connection is opened.</summary>
/// <param name="HttpPath">GET must answer 2xx or 3xx.</param>
/// <param name="Timeout">How long an instance may take to get ready.</param>
public sealed record Readiness(string? HttpPath, TimeSpan Timeout)
{
    public const int MostRetries = 100;

    public static Readiness Default { get; } = new(HttpPath: null, TimeSpan.FromSeconds(30));

    /// <summary>How long an instance that nobody asks must go on running to count as ready.</summary>
    public static TimeSpan MonitorPeriod { get; } = TimeSpan.FromSeconds(5);

    public static TimeSpan UsualProbeTimeout { get; } = TimeSpan.FromSeconds(1);

    /// <summary>The service that gRPC's health service is asked about; empty for the whole server.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Grpc { get; init; }

    /// <summary>Program and arguments; <c>{port}</c> stands for the instance's port.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ValueList<string>? Command { get; init; }

    /// <summary>From one question to the next; null asks at every look, about once a second.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? Interval { get; init; }

    /// <summary>How long one question may take; null is <see cref="UsualProbeTimeout"/>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? ProbeTimeout { get; init; }

    /// <summary>Failing answers in a row that make a ready instance unready; null is one.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Retries { get; init; }

    /// <summary>Failing answers count only after so long from the start, and then as many as <see cref="Retries"/> end it early. Null: the timeout alone ends a start.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? StartPeriod { get; init; }

    /// <summary>Nobody asks: it is ready once it has run for so long. A choice of the deployment, and never part of a release.</summary>
    [JsonIgnore]
    public TimeSpan? RunsFor { get; init; }

    [JsonIgnore]
    public ReadinessKind Kind => this switch
    {
        { HttpPath: not null } => ReadinessKind.Http,
        { Grpc: not null } => ReadinessKind.Grpc,
        { Command: not null } => ReadinessKind.Command,
        _ => ReadinessKind.Tcp,
    };

    /// <summary>The same without asking. No property: a record prints all of its properties, and this one has one of its kind, without end.</summary>
    public Readiness Unasked() => this with
    {
        RunsFor = MonitorPeriod,
        Timeout = Timeout > 2 * MonitorPeriod ? Timeout : 2 * MonitorPeriod,

        // What says how to ask says nothing here, and must not end what nobody asks.
        Interval = null,
        ProbeTimeout = null,
        Retries = null,
        StartPeriod = null,
    };
}
