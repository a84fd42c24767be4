using System.Text.Json.Nodes;
using Sluice.Dashboard.Services;
using Sluice.Domain.Analysis;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>Limits on counted runs, as typed.</summary>
public sealed class CounterForm
{
    public string FailureLimit { get; set; } = "";

    public string InconclusiveLimit { get; set; } = "";

    public string ConsecutiveErrorLimit { get; set; } = "";

    public string ConsecutiveSuccessLimit { get; set; } = "";

    public string Count { get; set; } = "";

    public string InitialDelay { get; set; } = "";

    public List<string> DryRun { get; set; } = [];

    /// <summary>Among the other fields of the analysis.</summary>
    public (string Name, JsonNode? Value)[] Fields() =>
    [
        ("failure_limit", FormJson.Number(FailureLimit)),
        ("inconclusive_limit", FormJson.Number(InconclusiveLimit)),
        ("consecutive_error_limit", FormJson.Number(ConsecutiveErrorLimit)),
        ("consecutive_success_limit", FormJson.Number(ConsecutiveSuccessLimit)),
        ("count", FormJson.Number(Count)),
        ("initial_delay", FormJson.Text(InitialDelay)),
        ("dry_run", DryRun.Count > 0 ? FormJson.Array(DryRun) : null),
    ];

    public static CounterForm From(CounterSettings limits) => new()
    {
        FailureLimit = Text(limits.FailureLimit),
        InconclusiveLimit = Text(limits.InconclusiveLimit),
        ConsecutiveErrorLimit = Text(limits.ConsecutiveErrorLimit),
        ConsecutiveSuccessLimit = Text(limits.ConsecutiveSuccessLimit),
        Count = Text(limits.Count),
        InitialDelay = limits.InitialDelay > TimeSpan.Zero ? Durations.Format(limits.InitialDelay) : "",
        DryRun = [.. limits.DryRun],
    };

    private static string Text(int? number) => number is { } value ? FormattableString.Invariant($"{value}") : "";
}
