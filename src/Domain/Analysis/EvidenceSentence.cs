using System.Globalization;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Domain.Analysis;

/// <summary>A verdict with evidence in words: the same text in console, API, events and export.</summary>
public static class EvidenceSentence
{
    private const double LeastShare = 0.01;

    public static string For(
        VerdictReason reason, EvidenceDecision decision, ValueList<CheckResult> checks, EvidenceSummary evidence, ValueList<DataProblem> problems) => reason switch
    {
        VerdictReason.Regression or VerdictReason.SloBreach => Convicted(reason, decision, checks, evidence),
        VerdictReason.ConfirmingFailure => $"{Evidence(evidence)} against the canary; confirming with another run.",
        VerdictReason.DataQuality => $"Holding: {string.Join(" ", problems.Select(Say).DefaultIfEmpty("stable gets no requests, so there is nothing to compare with."))}",
        VerdictReason.SharedIncident => $"Holding: stable breaks the limit of {Name(decision, checks)} too. This is a shared incident; going back would not help.",
        VerdictReason.Suspicious => $"Holding: {Name(decision, checks)} looks worse ({Ratio(checks.FirstOrDefault(check => check.Name == decision.LeadMetric)?.Evidence?.Against ?? evidence.LogEvidence)}), too little to go back, too much for more traffic.",
        VerdictReason.ConfirmingSuccess => "Everything required is cleared; confirming with another run.",
        VerdictReason.Proven => Cleared(checks, evidence),
        VerdictReason.NothingToJudge => "Nothing must be cleared: time alone decides.",
        _ => Missing(decision, checks, evidence),
    };

    /// <summary>Why requests that are shown are not counted.</summary>
    public static string WarmingUp(DateTimeOffset until) =>
        string.Create(CultureInfo.InvariantCulture, $"Holding: the canary warms up until {until.UtcDateTime:HH:mm:ss} UTC; requests before that are shown and do not count.");

    /// <summary>Odds for people: 104:1.</summary>
    public static string Ratio(double logEvidence)
    {
        var odds = Math.Exp(Math.Min(logEvidence, Math.Log(1e12)));
        return odds.ToString(odds < 10 ? "0.#" : "#,##0", CultureInfo.InvariantCulture) + ":1";
    }

    public static string Percent(double fraction) => (fraction * 100).ToString("0.##", CultureInfo.InvariantCulture) + " %";

    private static string Convicted(VerdictReason reason, EvidenceDecision decision, ValueList<CheckResult> checks, EvidenceSummary evidence)
    {
        var lead = checks.FirstOrDefault(check => check.Name == decision.LeadMetric);
        var what = (reason, lead) switch
        {
            (VerdictReason.SloBreach, { } check) => $"{Subject(check)}is {Side(check)} its limit of {VerdictSentence.Format(check, check.Limit)}",
            (_, { } check) => $"{Subject(check)}is {Side(check)} {VerdictSentence.Format(check, check.Limit)}, what is tolerated beside stable",
            _ => "the canary is worse",
        };

        // A metric may speak as a comparison and as a limit: people are told of it once.
        var shares = decision.Shares.GroupBy(share => NameOf(share.Metric, checks), share => share.Share).Select(same => (Name: same.Key, Share: same.Sum()))
            .Where(metric => metric.Share >= LeastShare).OrderByDescending(metric => metric.Share)
            .Select(metric => $"{metric.Name} {metric.Share.ToString("0 %", CultureInfo.InvariantCulture)}");
        return string.Join(" ",
            $"Proven worse after {Whole(evidence.CanaryRequests)} canary requests{StillOpen(evidence, lead)} ({Whole((long)evidence.Seconds)} s).",
            Errors(evidence),
            $"{Evidence(evidence)} that {what}{Values(lead)}{AtLeast(evidence, lead)}.",
            $"Share of the verdict: {string.Join(", ", shares)}.",
            $"Chance that this is a false alarm over the whole deployment: at most {Percent(evidence.Alpha)}.");
    }

    /// <summary>The place's own metrics have to be named; the values of the others say which they are.</summary>
    private static string Subject(CheckResult check) => check.Unit is null ? "the canary " : $"{check.Metric} of the canary ";

    private static string Side(CheckResult check) => check.AtLeast ? "below" : "above";

    private static string Cleared(ValueList<CheckResult> checks, EvidenceSummary evidence)
    {
        // Of a comparison and a limit on one metric the tighter one says it all.
        var cleared = checks.Where(check => check.Evidence is { Required: true })
            .GroupBy(check => (check.Metric, check.AtLeast), (metric, same) => (Check: same.First(), Limits: same.Select(check => check.Evidence?.RuleOut ?? check.Limit).ToList()))
            .Select(one => one.Check.AtLeast
                ? $"{NameOf(one.Check.Name, checks)} is above {VerdictSentence.Format(one.Check, one.Limits.Max())}"
                : $"{NameOf(one.Check.Name, checks)} is below {VerdictSentence.Format(one.Check, one.Limits.Min())}");
        return $"Cleared after {Whole(evidence.CanaryRequests)} canary requests: {string.Join(", ", cleared)}. Chance that something worse passes this phase: at most {Percent(evidence.Beta)}.";
    }

    private static string Missing(EvidenceDecision decision, ValueList<CheckResult> checks, EvidenceSummary evidence)
    {
        if (evidence.CanaryRequests == 0)
        {
            return evidence.CanaryOpen > 0 ? "Holding: no canary request has ended yet." : "Holding: no canary requests were counted yet.";
        }

        var name = Name(decision, checks);
        return evidence.Forecast switch
        {
            null when checks.FirstOrDefault(check => check.Name == decision.LeadMetric) is { Unit: not null, CanaryRequests: 0 } => $"Holding: {name} is not yet cleared, and the canary tells nothing of it now.",
            { Requests: { } more, PerSecond: 0 } => $"Holding: {name} is not yet cleared, and no canary requests come now. {ForecastText.Of(more, 0)} are needed if the canary is as good as stable.",
            { Requests: { } more } forecast => $"Holding: {name} is not yet cleared. {ForecastText.Of(more, forecast.PerSecond)} if the canary is as good as stable.",
            { Requests: null } => $"Holding: {name} lies between what is tolerated and what must be ruled out; more traffic will not help. Widen the margin or decide by hand.",
            _ => $"Holding: {name} is not yet cleared.",
        };
    }

    private static string Errors(EvidenceSummary evidence)
    {
        var canary = evidence.CanaryRequests > 0 ? $"canary {Percent((double)evidence.CanaryErrors / evidence.CanaryRequests)} ({Whole(evidence.CanaryErrors)}/{Whole(evidence.CanaryRequests)})" : "canary without requests";
        var stable = evidence.StableRequests > 0 ? $", stable {Percent((double)evidence.StableErrors / evidence.StableRequests)}" : string.Empty;
        return $"Errors: {canary}{stable}.";
    }

    private static string Values(CheckResult? check) => check is { Canary: { } canary } && check.Metric != MetricNames.ErrorRate
        ? $" (now {VerdictSentence.Format(check, canary)}{(check.Stable is { } stable ? $", stable {VerdictSentence.Format(check, stable)}" : string.Empty)})"
        : string.Empty;

    /// <summary>Requests older than a bound speak before they end.</summary>
    private static string StillOpen(EvidenceSummary evidence, CheckResult? lead) =>
        evidence.CanaryOpen > 0 && lead?.Metric.StartsWith("latency", StringComparison.Ordinal) == true ? $" and {Whole(evidence.CanaryOpen)} more that are still open" : string.Empty;

    private static string AtLeast(EvidenceSummary evidence, CheckResult? lead) => evidence.ErrorsAtLeast is > 1 and { } ratio && lead is { Metric: MetricNames.ErrorRate, Role: CheckRole.Comparison }
        ? $"; at least {ratio.ToString("0.#", CultureInfo.InvariantCulture)} times stable's ({Percent(1 - evidence.Alpha)}, valid at every look)"
        : string.Empty;

    private static string Evidence(EvidenceSummary evidence) => $"Evidence {Ratio(evidence.LogEvidence)}";

    private static string Name(EvidenceDecision decision, ValueList<CheckResult> checks) => decision.LeadMetric is { } lead ? NameOf(lead, checks) : "the canary";

    internal static string NameOf(string check, ValueList<CheckResult> checks) => checks.FirstOrDefault(c => c.Name == check)?.Metric switch
    {
        MetricNames.ErrorRate => "the error rate",
        MetricNames.ClientErrorRate => "the client error rate",
        MetricNames.LatencyP50 => "median latency",
        MetricNames.LatencyP90 => "p90 latency",
        MetricNames.LatencyP95 => "p95 latency",
        MetricNames.LatencyP99 => "p99 latency",
        MetricNames.LatencyIncrease => "the p99 latency increase",
        MetricNames.Throughput => "throughput",
        MetricNames.OpenRequests => "the number of open requests",
        { } own => own,
        _ => check,
    };

    /// <summary>Why nothing goes on although the rest may be well.</summary>
    public static string Troubled(IEnumerable<MetricTrouble> troubles) =>
        $"Holding: {string.Join("; ", troubles.Select(trouble => trouble.Kind == TroubleKind.SourceError ? $"{trouble.Metric} could not be read ({trouble.Why})" : $"{trouble.Metric} is left out ({trouble.Why})"))}.";

    private static string Say(DataProblem problem) => problem switch
    {
        DataProblem.SplitMismatch => "requests do not arrive in the shares that were set; routing or counting is broken.",
        DataProblem.LowThroughput => "the canary gets fewer requests than it should.",
        DataProblem.NoStableTraffic => "stable gets no requests, so there is nothing to compare with.",
        DataProblem.CounterAnomaly => "the counters contradict themselves; what they say is left out for both versions.",
        DataProblem.ClockSkew => "what was counted ends later than it is now; a clock was put back, or two disagree.",
        _ => "the measurements are too old.",
    };

    private static string Whole(long number) => number.ToString("#,##0", CultureInfo.InvariantCulture);
}
