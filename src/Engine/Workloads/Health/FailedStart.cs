using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Engine.Workloads.Health;

/// <summary>Why a start is over, to be read after the instance's name.</summary>
internal static class FailedStart
{
    public static string Sentence(Readiness readiness, HealthAnswer answer) => answer.GivesUp
        ? FormattableString.Invariant($"was asked {readiness.Retries ?? 1} times after its start period of {Durations.Format(readiness.StartPeriod ?? TimeSpan.Zero)} and was not ready: {answer.Problem}")
        : $"was not ready within {Durations.Format(readiness.Timeout)}: {answer.Problem}";
}
