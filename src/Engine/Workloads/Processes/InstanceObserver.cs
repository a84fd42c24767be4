using System.Globalization;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;
using Sluice.Engine.Workloads.Health;

namespace Sluice.Engine.Workloads.Processes;

/// <summary>Finds out how instances are, and writes down what must not be forgotten: that one was ready, or failed.</summary>
internal sealed class InstanceObserver(InstanceProcesses processes, ProcessLauncher launcher, ReadinessProbe probe, TimeProvider time)
{
    private const int SignalBase = 128;

    private readonly HealthSchedule _health = new(probe, time);

    /// <summary>Brings the record up to what the process table says. Null when the instance is no more.</summary>
    public async Task<InstanceRecord?> RefreshAsync(PlaceInstances place, InstanceRecord record, CancellationToken ct)
    {
        if (record.Pid is null && processes.FindStarted(record.Id) is { } started)
        {
            record = place.Save(record with { Pid = started.Pid, Stamp = started.Stamp });
        }

        if (processes.IsAlive(record))
        {
            return record;
        }

        if (record.StopAskedAt is not null && processes.Remains(record).Count == 0)
        {
            place.Remove(record.Id);
            if (record.Pid is { } gone)
            {
                launcher.Forget(gone);
            }

            return null;
        }

        if (record is { Pid: { } pid, FailedAt: null, StopAskedAt: null })
        {
            if (processes.WasEndedByReboot(record))
            {
                return place.Save(record with { Pid = null, Stamp = null, ReadyAt = null });
            }

            var code = await launcher.ExitCodeAsync(pid, ct);
            var now = time.GetUtcNow();
            return place.Save(RestartRule.Fail(record, $"{Ending(code)} {Durations.Format(now - record.StartedAt)} after its start", code, now));
        }

        return record;
    }

    /// <summary>Null for an intent that was never carried out.</summary>
    /// <param name="run">Runs a command beside an instance.</param>
    public async Task<Instance?> LookAsync(
        PlaceInstances place, InstanceRecord before, Readiness readiness, Func<InstanceRecord, ValueList<string>, CancellationToken, Task<CommandEnd>> run, CancellationToken ct)
    {
        InstanceLog.Bound(place.FolderOf(before.Id));
        var record = await RefreshAsync(place, before, ct);
        if (record?.Pid is null)
        {
            return null;
        }

        if (record.FailedAt is not null)
        {
            return Describe(place, record, InstanceState.Failed, record.Failure);
        }

        if (record.StopAskedAt is not null)
        {
            return Describe(place, record, InstanceState.Unready, "is being stopped");
        }

        var question = new HealthQuestion(record.Id, record.Address, readiness, record.StartedAt, record.ReadyAt is not null) { Run = (command, late) => run(record, command, late) };
        var answer = await _health.AskAsync(question, ct);
        var problem = answer.Problem;
        var now = time.GetUtcNow();
        switch (problem)
        {
            case null when record.ReadyAt is not null:
                return Describe(place, record, InstanceState.Ready, problem: null) with { Degraded = answer.Degraded };

            case null:
                return Describe(place, place.Save(record with { ReadyAt = now, WasReady = true }), InstanceState.Ready, problem: null) with { Degraded = answer.Degraded };

            case not null when record.ReadyAt is not null:
                return Describe(place, record, InstanceState.Unready, problem);

            case not null when now - record.StartedAt < readiness.Timeout && !answer.GivesUp:
                return Describe(place, record, InstanceState.Starting, problem);

            default:
                record = place.Save(RestartRule.Fail(record, FailedStart.Sentence(readiness, answer), exitCode: null, now));
                if (record.WasReady)
                {
                    // It will be replaced. A failed start, in contrast, is left running for a look.
                    processes.Terminate(record);
                }

                return Describe(place, record, InstanceState.Failed, record.Failure);
        }
    }

    private Instance Describe(PlaceInstances place, InstanceRecord record, InstanceState state, string? problem)
    {
        if (state == InstanceState.Failed && InstanceLog.Tail(place.FolderOf(record.Id), 1) is [var last])
        {
            problem = $"{problem}; its last line: {last}";
        }

        return new(record.Id, record.Release, record.Slot, record.Address.GetLeftPart(UriPartial.Authority), state, record.StartedAt)
        {
            Pid = processes.IsAlive(record) ? record.Pid : null,
            ExitCode = record.ExitCode,
            Restarts = record.Restarts,
            IsStopping = record.StopAskedAt is not null,
            WasReady = record.WasReady,
            Problem = problem,
        };
    }

    private static string Ending(int? code) => code switch
    {
        null => "ended, with an exit code that nobody saw,",
        > SignalBase => string.Create(CultureInfo.InvariantCulture, $"was ended by signal {code - SignalBase}"),
        _ => string.Create(CultureInfo.InvariantCulture, $"exited with code {code}"),
    };
}
