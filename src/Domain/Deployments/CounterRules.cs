using System.Globalization;
using Sluice.Domain.Analysis;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Deployments;

/// <summary>The limits on what may be asked of counted runs, and what fits together.</summary>
internal static class CounterRules
{
    private const int MostRuns = 1000;

    public static IEnumerable<FieldError> Check(DeploymentRequest request)
    {
        if (request.Analysis.Counters is not { } limits)
        {
            yield break;
        }

        foreach (var (field, value, least) in (IEnumerable<(string, int?, int)>)
        [
            ("failure_limit", limits.FailureLimit, 0),
            ("inconclusive_limit", limits.InconclusiveLimit, 0),
            ("consecutive_error_limit", limits.ConsecutiveErrorLimit, 0),
            ("consecutive_success_limit", limits.ConsecutiveSuccessLimit, 1),
            ("count", limits.Count, 1),
        ])
        {
            if (value is { } runs && !(runs >= least && runs <= MostRuns))
            {
                yield return new("analysis." + field, Text(runs), $"{least} to {MostRuns}");
            }
        }

        if (limits.Count is { } count && limits.FailureLimit >= count)
        {
            yield return new("analysis.failure_limit", Text(limits.FailureLimit.Value), $"less than the count, {Text(count)}: otherwise runs that all fail would do");
        }

        if (limits.Count is { } most && limits.ConsecutiveSuccessLimit > most)
        {
            yield return new("analysis.consecutive_success_limit", Text(limits.ConsecutiveSuccessLimit.Value), $"at most the count, {Text(most)}");
        }

        if (limits.InitialDelay < TimeSpan.Zero || limits.InitialDelay > TimeSpan.FromHours(1))
        {
            yield return new("analysis.initial_delay", Durations.Format(limits.InitialDelay), "0s to 1h");
        }

        foreach (var error in CheckDryRun(limits, request))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> CheckDryRun(CounterSettings limits, DeploymentRequest request)
    {
        var known = CheckRule.For(request.Thresholds, request.Rollback).Select(rule => rule.Role == CheckRole.Trigger ? rule.Name : rule.Metric).Distinct(StringComparer.Ordinal).ToList();
        for (var i = 0; i < limits.DryRun.Count; i++)
        {
            var (name, field) = (limits.DryRun[i], string.Create(CultureInfo.InvariantCulture, $"analysis.dry_run[{i}]"));
            if (!known.Contains(name))
            {
                yield return new(field, name.Length == 0 ? "nothing" : name, known.Count == 0 ? "a metric or trigger that has a limit; none has" : "a metric or trigger that has a limit: " + string.Join(", ", known));
            }
            else if (limits.DryRun.Take(i).Contains(name))
            {
                yield return new(field, name, "each once");
            }
            else if (request.Rollback.OnMetricFailure.Contains(name))
            {
                yield return new(field, name, "a metric that rollback.on_metric_failure does not name: a dry run never goes back");
            }
        }
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);
}
