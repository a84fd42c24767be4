using System.Globalization;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Services;

/// <summary>What the question whether an instance is ready must look like.</summary>
internal static class ReadinessRules
{
    private static readonly TimeSpan s_longestTimeout = TimeSpan.FromHours(1);

    public static IEnumerable<FieldError> Check(ReleaseSpec release, string prefix)
    {
        var readiness = release.Readiness;
        prefix += "readiness";
        if (readiness.Timeout <= TimeSpan.Zero || readiness.Timeout > s_longestTimeout)
        {
            yield return new(prefix + ".timeout", Durations.Format(readiness.Timeout), "longer than zero, at most 1h");
        }

        if (readiness.HttpPath is { } path && !IsPath(path))
        {
            yield return new(prefix + ".http", path.Length == 0 ? "nothing" : path, "a path that begins with one slash, escaped as in an address");
        }

        if (readiness.Grpc is { } grpc && (grpc.Length > 200 || grpc.Any(c => char.IsControl(c) || char.IsWhiteSpace(c))))
        {
            yield return new(prefix + ".grpc", grpc, "the name of a service such as shop.Checkout, or nothing between the quotes for the whole server");
        }

        if (readiness.Command is { } command && (command.Count == 0 || string.IsNullOrWhiteSpace(command[0])))
        {
            yield return new(prefix + ".command", "an empty command", "a program and its arguments");
        }

        if (readiness.Command is not null && release.Endpoints is not null)
        {
            yield return new(prefix + ".command", "a command beside endpoints", "http, grpc or tcp: someone else runs the instances");
        }

        if (new[] { readiness.HttpPath is not null, readiness.Grpc is not null, readiness.Command is not null }.Count(given => given) > 1)
        {
            yield return new(prefix, "several ways to ask", "one of http, tcp, grpc and command");
        }

        foreach (var error in CheckTimes(readiness, prefix))
        {
            yield return error;
        }
    }

    private static IEnumerable<FieldError> CheckTimes(Readiness readiness, string prefix)
    {
        if (readiness.Interval is { } interval && (interval < TimeSpan.FromSeconds(1) || interval > TimeSpan.FromMinutes(10)))
        {
            yield return new(prefix + ".interval", Durations.Format(interval), "1s to 10m");
        }

        if (readiness.ProbeTimeout is { } late && (late < TimeSpan.FromMilliseconds(100) || late > TimeSpan.FromMinutes(1)))
        {
            yield return new(prefix + ".probe_timeout", Durations.Format(late), "100ms to 1m");
        }

        if (readiness.Retries is < 1 or > Readiness.MostRetries)
        {
            yield return new(prefix + ".retries", readiness.Retries.Value.ToString(CultureInfo.InvariantCulture), $"1 to {Readiness.MostRetries}");
        }

        if (readiness.StartPeriod is { } start && (start < TimeSpan.Zero || start >= readiness.Timeout))
        {
            yield return new(prefix + ".start_period", Durations.Format(start), "shorter than timeout");
        }
    }

    /// <summary>Two slashes would name another host, and the probe would leave for it.</summary>
    private static bool IsPath(string text) =>
        text.StartsWith('/') && !text.StartsWith("//", StringComparison.Ordinal) && Uri.IsWellFormedUriString("http://host" + text, UriKind.Absolute);
}
