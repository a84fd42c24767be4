using Sluice.Domain.Services;

namespace Sluice.Domain.Compose;

/// <summary>Reads how a service is asked whether it is ready.</summary>
internal static class HealthReader
{
    private static readonly TimeSpan s_usual = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan s_slack = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longest = TimeSpan.FromHours(1);

    /// <param name="path">A path that is asked over HTTP, whatever else is said.</param>
    /// <param name="hasPort">Whether there is a port to ask where nothing else is said.</param>
    /// <returns>Null: nobody asks.</returns>
    public static Readiness? Read(ComposeMap service, string? path, bool hasPort)
    {
        var health = service.Map("healthcheck") ?? ComposeMap.Empty(service.Report);
        var command = Command(health, out var isOff);
        isOff |= health.Flag("disable") == true;
        var (interval, late, retries, start) = (health.Duration("interval") ?? s_usual, health.Duration("timeout") ?? s_usual, health.Whole("retries") ?? 3, health.Duration("start_period"));
        if (path is null && (isOff || command is null))
        {
            return isOff || !hasPort ? null : Readiness.Default;
        }

        return new Readiness(path, Bound(start, retries, interval, late))
        {
            Command = path is null ? command : null,
            Interval = interval,
            ProbeTimeout = late,
            Retries = retries,
            StartPeriod = start,
        };
    }

    /// <summary>As long as Docker lets a start take, and a little. What is out of range is refused as what it came from.</summary>
    private static TimeSpan Bound(TimeSpan? start, int retries, TimeSpan interval, TimeSpan late)
    {
        var bound = (start ?? TimeSpan.Zero) + Math.Clamp(retries, 1, Readiness.MostRetries) * (interval + late) + s_slack;
        return bound < s_longest ? bound : s_longest;
    }

    private static ValueList<string>? Command(ComposeMap health, out bool isNone)
    {
        isNone = false;
        if (health.Find("test") is ComposeNode.Text line)
        {
            return ["/bin/sh", "-c", line.Value];
        }

        switch (health.Texts("test").Select(word => word.Value).ToList())
        {
            case []:
                return null;
            case ["NONE"]:
                isNone = true;
                return null;
            case ["CMD", _, ..] and [_, .. var command]:
                return command.ToValueList();
            case ["CMD-SHELL", var shell]:
                return ["/bin/sh", "-c", shell];
            default:
                health.Refuse("test", "It begins with none of CMD, CMD-SHELL and NONE, or has nothing behind that. Write [\"CMD\", \"program\", \"argument\"].");
                return null;
        }
    }
}
