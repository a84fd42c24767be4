namespace Sluice.Engine.Workloads.Processes;

/// <summary>
/// What <c>instance.json</c> says about one instance. Written without <see cref="Pid"/> before its process is started and with it
/// afterwards: a crash in between leaves an intent, whose process, if there is one, is found by its environment.
/// </summary>
/// <param name="StartedAt">Of the present process; a restart begins anew.</param>
internal sealed record InstanceRecord(string Id, int Release, int Slot, int Port, DateTimeOffset StartedAt)
{
    public int? Pid { get; init; }

    /// <summary><see cref="ProcessEntry.Stamp"/> of the process.</summary>
    public string? Stamp { get; init; }

    /// <summary>When the present process was first seen ready.</summary>
    public DateTimeOffset? ReadyAt { get; init; }

    /// <summary>This or an earlier process of the instance was ready once, so a failure is a crash and not a failed start.</summary>
    public bool WasReady { get; init; }

    public DateTimeOffset? FailedAt { get; init; }

    public string? Failure { get; init; }

    public int? ExitCode { get; init; }

    /// <summary>Restarts in a row, without a quiet time in between.</summary>
    public int Restarts { get; init; }

    /// <summary>Ports that were lost to another program before the instance could bind them.</summary>
    public int LostPorts { get; init; }

    public DateTimeOffset? StopAskedAt { get; init; }

    /// <summary>Where its process was started; null in records of earlier versions.</summary>
    public string? Directory { get; init; }

    public Uri Address => new UriBuilder(Uri.UriSchemeHttp, "127.0.0.1", Port).Uri;
}
