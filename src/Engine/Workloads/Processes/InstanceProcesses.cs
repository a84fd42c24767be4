using Sluice.Domain.Snapshots;

namespace Sluice.Engine.Workloads.Processes;

/// <summary>Finds and ends the processes of an instance: the one we started, and what it left behind.</summary>
internal sealed class InstanceProcesses(IProcessTable table, TimeProvider time)
{
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan s_killing = TimeSpan.FromSeconds(5);

    public string? StampOf(int pid) => table.Find(pid)?.Stamp;

    /// <summary>Null when it does not run, and where nothing can be read.</summary>
    public InstanceDetail? Describe(InstanceRecord record) => IsAlive(record) && table.Describe(record.Pid!.Value) is { } detail ? detail with { OwnPort = record.Port, OwnNames = [record.Id] } : null;

    /// <summary>False also when another process has got the number.</summary>
    public bool IsAlive(InstanceRecord record) =>
        record is { Pid: { } pid, Stamp: { } stamp } && table.Find(pid) is { Exited: false } entry && entry.Stamp == stamp;

    public bool WasEndedByReboot(InstanceRecord record) => record.Stamp is { } stamp && !table.IsOfThisBoot(stamp);

    /// <summary>The process of an intent, whose control plane ended before it could write the number down.</summary>
    public ProcessEntry? FindStarted(string instance) =>
        Marked(instance).OrderByDescending(p => p.Pid == p.Session).ThenBy(p => p.Pid).FirstOrDefault();

    /// <summary>All living processes of the instance.</summary>
    public IReadOnlyList<ProcessEntry> Remains(InstanceRecord record)
    {
        // Some programs write over their environment; they are still in the session, whose number is certain only while its leader lives.
        var session = IsAlive(record) ? table.InSession(record.Pid!.Value) : [];
        return session.UnionBy(Marked(record.Id), p => p.Pid).ToList();
    }

    public void Terminate(InstanceRecord record)
    {
        if (IsAlive(record))
        {
            // Just started, it leads no group yet.
            if (!Signals.TerminateGroup(record.Pid!.Value))
            {
                Signals.Terminate(record.Pid.Value);
            }

            return;
        }

        foreach (var process in Remains(record))
        {
            Signals.Terminate(process.Pid);
        }
    }

    public void Kill(InstanceRecord record)
    {
        foreach (var process in Remains(record))
        {
            Signals.KillNow(process.Pid);
        }
    }

    /// <summary>Waits up to the end for what was asked to go, then kills.</summary>
    /// <exception cref="RuntimeException">Something cannot even be killed.</exception>
    public async Task EndAsync(InstanceRecord record, DateTimeOffset end, CancellationToken ct)
    {
        // Read once: when the leader goes first, the rest of its session must not be lost sight of.
        var session = IsAlive(record) ? record.Pid : null;
        if (await AreGoneAsync(record, session, end, ct))
        {
            return;
        }

        var killedAt = time.GetUtcNow();
        do
        {
            foreach (var process in Left(record, session))
            {
                Signals.KillNow(process.Pid);
            }

            if (await AreGoneAsync(record, session, time.GetUtcNow() + s_longestPause, ct))
            {
                return;
            }
        }
        while (time.GetUtcNow() - killedAt < s_killing);

        throw new RuntimeException($"Instance {record.Id} (process {record.Pid}) does not end, even when killed.", isTransient: true);
    }

    private async Task<bool> AreGoneAsync(InstanceRecord record, int? session, DateTimeOffset end, CancellationToken ct)
    {
        for (var pause = s_shortestPause; ; pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause)
        {
            // The leader is cheap to look at; the others are looked for when it is gone.
            if (!IsAlive(record) && Left(record, session).Count == 0)
            {
                return true;
            }

            if (time.GetUtcNow() >= end)
            {
                return false;
            }

            await Task.Delay(pause, time, ct);
        }
    }

    // As long as the session has members its number is given to nobody else, so another leader means that ours is empty.
    private List<ProcessEntry> Left(InstanceRecord record, int? session)
    {
        var isOurs = session is { } number && (table.Find(number) is not { } leader || leader.Stamp == record.Stamp);
        return (isOurs ? table.InSession(session!.Value) : []).UnionBy(Marked(record.Id), p => p.Pid).ToList();
    }

    private IReadOnlyList<ProcessEntry> Marked(string instance) => table.WithVariable(InstanceEnvironment.Marker, instance);
}
