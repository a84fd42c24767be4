namespace Sluice.Dashboard.Api.Shapes;

/// <summary>An immutable, numbered release.</summary>
/// <param name="LiveIn">The environments that it serves now.</param>
public sealed record ReleaseView(
    int Number,
    IReadOnlyList<string>? Command,
    IReadOnlyList<string>? Endpoints,
    string? Image,
    IReadOnlyDictionary<string, string> Env,
    string? Notes,
    string? CommitSha,
    bool SchemaChange,
    int Replicas,
    ReadinessView Readiness,
    IReadOnlyList<string> LiveIn,
    DateTimeOffset CreatedAt,
    string CreatedBy);

/// <param name="Http">A path that must answer 2xx or 3xx; null when <paramref name="Tcp"/> is probed.</param>
public sealed record ReadinessView(string? Http, bool Tcp, string Timeout);
