namespace Sluice.Engine.Workloads.Processes;

/// <summary>When a failed instance is started again: after a crash with growing pauses, after a failed start not at all.</summary>
internal static class RestartRule
{
    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);

    /// <summary>Ready for this long, a crash counts as the first one again.</summary>
    public static readonly TimeSpan QuietTime = TimeSpan.FromMinutes(1);

    private const int MostLostPorts = 5;

    /// <summary>1, 2, 4 … 30 seconds.</summary>
    public static TimeSpan PauseAfter(int restarts) =>
        restarts >= 5 ? LongestPause : TimeSpan.FromSeconds(1 << Math.Max(restarts, 0));

    public static InstanceRecord Fail(InstanceRecord record, string failure, int? exitCode, DateTimeOffset now) => record with
    {
        FailedAt = now,
        Failure = failure,
        ExitCode = exitCode,
        Restarts = record.ReadyAt is { } ready && now - ready >= QuietTime ? 0 : record.Restarts,
    };

    /// <param name="portIsLost">The process is gone and another program has its port.</param>
    public static bool IsDue(InstanceRecord record, bool portIsLost, DateTimeOffset now) => record switch
    {
        { Pid: null } => true,
        { FailedAt: null } => false,
        { WasReady: true, FailedAt: { } failed } => now >= failed + PauseAfter(record.Restarts),
        _ => portIsLost && record.LostPorts < MostLostPorts,
    };

    /// <summary>The record of the next process of the same instance.</summary>
    public static InstanceRecord Next(InstanceRecord record, int port, DateTimeOffset now) => new(record.Id, record.Release, record.Slot, port, now)
    {
        WasReady = record.WasReady,
        Restarts = record is { WasReady: true, Pid: not null } ? record.Restarts + 1 : record.Restarts,
        LostPorts = record is { WasReady: false, Pid: not null } ? record.LostPorts + 1 : record.LostPorts,
    };
}
