using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Analysis;

namespace Sluice.Dashboard.Deployments;

/// <summary>Limits on counted runs in words, before and after a start.</summary>
internal static class CounterText
{
    public static string Of(IStringLocalizer<Texts> texts, AnalysisSettings settings) => string.Join(' ', Sentences(texts, settings, settings.Counters ?? new()));

    /// <summary>A metric, or a trigger.</summary>
    public static string NameOf(IStringLocalizer<Texts> texts, string name) => name switch
    {
        CheckRule.OnErrorRate => texts["Counters.OnErrorRate"],
        CheckRule.OnLatencyIncrease => texts["Counters.OnLatencyIncrease"],
        _ => MetricName.Of(texts, name),
    };

    private static IEnumerable<string> Sentences(IStringLocalizer<Texts> texts, AnalysisSettings settings, CounterSettings limits)
    {
        if (limits.InitialDelay > TimeSpan.Zero)
        {
            yield return texts["Counters.SaysDelay", Times.Planned(limits.InitialDelay)];
        }

        foreach (var (key, limit) in (IEnumerable<(string, int?)>)
        [
            ("Counters.SaysFailures", limits.FailureLimit),
            ("Counters.SaysFailedRuns", limits.FailureLimit is null ? settings.FailedRuns : null),
            ("Counters.SaysRow", limits.ConsecutiveSuccessLimit),
            ("Counters.SaysCount", limits.Count),
            ("Counters.SaysRow", limits is { ConsecutiveSuccessLimit: null, Count: null } ? settings.SuccessfulRuns : null),
            ("Counters.SaysInconclusive", limits.InconclusiveLimit),
            ("Counters.SaysErrors", limits.ConsecutiveErrorLimit),
        ])
        {
            if (limit is { } runs)
            {
                yield return texts[key, runs];
            }
        }

        if (limits.DryRun.Count > 0)
        {
            yield return texts["Counters.SaysDryRun", string.Join(", ", limits.DryRun.Select(name => NameOf(texts, name)))];
        }
    }
}
