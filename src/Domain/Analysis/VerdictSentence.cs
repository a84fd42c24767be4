using System.Globalization;

namespace Sluice.Domain.Analysis;

/// <summary>A verdict's reason in one sentence. Recorded with the verdict, so that console, API, audit and export say the same.</summary>
public static class VerdictSentence
{
    public static string SourceError(string why) => $"The measurements could not be read ({why}): holding until they are back.";

    public static string For(VerdictReason reason, IReadOnlyList<CheckResult> about, int failed, int passed, AnalysisSettings settings) => reason switch
    {
        VerdictReason.ChecksFailed => $"{Above(about)} in {InARow(failed)}.",
        VerdictReason.ConfirmingFailure => $"{Above(about)} in {failed} of {Runs(settings.FailedRuns)}; confirming.",
        VerdictReason.NotEnoughData => NotEnough(about, settings),
        VerdictReason.ChecksPassed => $"All checks passed in {InARow(passed)}.",
        VerdictReason.ConfirmingSuccess => $"All checks passed in {passed} of {Runs(settings.SuccessfulRuns)}.",
        VerdictReason.NothingToJudge => "No limit is set: time alone decides.",
        _ => "No measurement yet.",
    };

    /// <summary>A value in its metric's unit: percent, milliseconds or plain.</summary>
    public static string Format(string metric, double value) => metric switch
    {
        MetricNames.ErrorRate or MetricNames.ClientErrorRate or MetricNames.LatencyIncrease =>
            (value * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %",
        MetricNames.Throughput => value.ToString("0.##", CultureInfo.InvariantCulture) + "/s",
        MetricNames.OpenRequests => value.ToString("0", CultureInfo.InvariantCulture),
        MetricNames.LatencyP50 or MetricNames.LatencyP90 or MetricNames.LatencyP95 or MetricNames.LatencyP99 =>
            value.ToString(value < 10 ? "0.#" : "0", CultureInfo.InvariantCulture) + " ms",

        _ => Format(MetricNames.ErrorRate, value),
    };

    /// <summary>A value of a check, in its unit.</summary>
    public static string Format(CheckResult check, double value) => Format(check.Metric, value, check.Unit);

    /// <param name="unit">Of the place's own metrics; null for the others.</param>
    public static string Format(string metric, double value, MetricUnit? unit) => (unit, metric) switch
    {
        (MetricUnit.Share, _) => Format(MetricNames.ErrorRate, value),
        (MetricUnit.Milliseconds, _) => Format(MetricNames.LatencyP99, value),
        (MetricUnit.Number, not MetricNames.OpenRequests) => value.ToString("0.###", CultureInfo.InvariantCulture),
        _ => Format(metric, value),
    };

    /// <summary>One statement per metric and side, however many limits watch it.</summary>
    internal static string Above(IReadOnlyList<CheckResult> checks) =>
        string.Join("; ", checks.GroupBy(check => (check.Metric, check.AtLeast)).Select(same => Above(same.First(), same.Select(check => check.Limit))));

    private static string Above(CheckResult check, IEnumerable<double> limits)
    {
        var side = check.AtLeast ? "below" : "above";
        var words = limits.Order().Select(limit => Format(check, limit)).Distinct(StringComparer.Ordinal).ToArray();
        var limit = words.Length == 1 ? "limit" : "limits";
        var seen = check.Canary is { } canary ? Format(check, canary) : "nothing";
        var stable = check.Stable is { } value ? $", stable {Format(check, value)}" : string.Empty;
        return $"{Name(check.Metric)} of the canary was {side} its {limit} ({limit} {string.Join(" and ", words)}, seen {seen}{stable})";
    }

    internal static string NotEnough(IReadOnlyList<CheckResult> checks, AnalysisSettings settings)
    {
        var lacking = checks.FirstOrDefault(c => c.Outcome == CheckOutcome.NotEnoughData);
        return lacking is null
            ? $"{Above(checks)}: holding."
            : $"Not enough data: {lacking.CanaryRequests} of {settings.MinRequests} canary requests seen{StableToo(lacking, settings)}.";
    }

    private static string StableToo(CheckResult check, AnalysisSettings settings) =>
        check.Metric == MetricNames.LatencyIncrease && check.StableRequests < settings.MinRequests
            ? $", {check.StableRequests} of {settings.MinRequests} stable ones"
            : string.Empty;

    internal static string InARow(int count) => count == 1 ? Runs(count) : Runs(count) + " running";

    internal static string Runs(int count) => count == 1 ? "1 run" : $"{count} runs";

    private static string Name(string metric) => metric switch
    {
        MetricNames.ErrorRate => "The error rate",
        MetricNames.ClientErrorRate => "The client error rate",
        MetricNames.LatencyP50 => "Median latency",
        MetricNames.LatencyP90 => "p90 latency",
        MetricNames.LatencyP95 => "p95 latency",
        MetricNames.LatencyP99 => "p99 latency",
        MetricNames.LatencyIncrease => "The p99 latency increase",
        MetricNames.Throughput => "Throughput",
        MetricNames.OpenRequests => "The number of open requests",
        _ => metric,
    };
}
