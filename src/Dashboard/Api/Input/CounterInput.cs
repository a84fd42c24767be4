using Sluice.Domain.Analysis;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads the limits on counted runs, which stand among the other fields of the analysis.</summary>
internal static class CounterInput
{
    /// <returns>Null when none is given.</returns>
    public static CounterSettings? Read(JsonInput input)
    {
        var limits = new CounterSettings
        {
            FailureLimit = input.Whole("failure_limit"),
            InconclusiveLimit = input.Whole("inconclusive_limit"),
            ConsecutiveErrorLimit = input.Whole("consecutive_error_limit"),
            ConsecutiveSuccessLimit = input.Whole("consecutive_success_limit"),
            Count = input.Whole("count"),
            InitialDelay = input.Duration("initial_delay") ?? TimeSpan.Zero,
            DryRun = input.Texts("dry_run") ?? [],
        };
        if (limits.FailureLimit is not null)
        {
            input.Wrong("failed_runs", "left out: failure_limit takes its place");
        }

        if (limits.ConsecutiveSuccessLimit is not null || limits.Count is not null)
        {
            input.Wrong("successful_runs", "left out: consecutive_success_limit or count takes its place");
        }

        return limits == new CounterSettings() ? null : limits;
    }
}
