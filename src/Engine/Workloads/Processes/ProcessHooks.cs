using System.Collections.Concurrent;
using System.ComponentModel;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Sluice.Domain;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;

namespace Sluice.Engine.Workloads.Processes;

/// <summary>
/// Runs commands of deployments as processes of this machine, in sessions of their own. A shell around each writes down that it began and with what it ended, so that
/// both are known also when no control plane was there to see.
/// </summary>
internal sealed partial class ProcessHooks(string data, ProcessLauncher launcher, InstanceProcesses processes, TimeProvider time, ILogger logger) : IHookRunner, IDisposable
{
    private const string Began = "began";
    private const string Exit = "exit";

    // The folder, then the command. What cannot be written down is not run. The release's PATH may have no mv, or another one.
    private const string Wrapper = "d=$1; shift; : >\"$d/" + Began + "\" || exit 126; \"$@\"; echo $? >\"$d/" + Exit + ".new\"; command -p mv \"$d/" + Exit + ".new\" \"$d/" + Exit + "\"";

    private readonly ConcurrentDictionary<PlaceKey, PlaceInstances> _places = new();

    public Task<HookSighting?> LookAsync(PlaceKey place, HookRunId run, CancellationToken ct)
    {
        var records = Of(place);
        return records.AloneAsync(() => Task.FromResult(See(records, run)), ct);
    }

    public Task StartAsync(PlaceKey place, EnvironmentSpec environment, Release release, HookOrder order, CancellationToken ct)
    {
        var records = Of(place);
        return records.AloneAsync(
            () =>
            {
                if (See(records, order.Run) is null)
                {
                    Launch(place, records, environment, release, order);
                }

                return Task.FromResult(true);
            },
            ct);
    }

    public async Task EndAsync(PlaceKey place, HookRunId run, TimeSpan grace, CancellationToken ct)
    {
        var records = Of(place);
        var asked = await records.AloneAsync(
            () =>
            {
                if (HookRecords.Of(records, run) is not { } record || CodeIn(records.FolderOf(record.Id)) is not null)
                {
                    return Task.FromResult<InstanceRecord?>(null);
                }

                record = Found(records, record);
                record = records.Save(record with { StopAskedAt = record.StopAskedAt ?? time.GetUtcNow() });
                processes.Terminate(record);
                return Task.FromResult<InstanceRecord?>(record);
            },
            ct);
        if (asked is not null)
        {
            await processes.EndAsync(asked, asked.StopAskedAt!.Value + grace, ct);
        }
    }

    public Task<IReadOnlyList<string>> ReadLastLinesAsync(PlaceKey place, HookRunId run, int lines, CancellationToken ct) =>
        Task.Run(() => HookRecords.Tail(Of(place), run, lines), ct);

    public Task TidyAsync(PlaceKey place, HookRunId? but, CancellationToken ct)
    {
        var records = Of(place);
        return records.AloneAsync(
            () =>
            {
                foreach (var record in records.All.Where(record => !HookRecords.IsOf(record, but)))
                {
                    if (processes.Remains(record).Count > 0)
                    {
                        processes.Kill(record);
                        continue;   // forgotten once it is gone
                    }

                    Forget(records, record);
                }

                return Task.FromResult(true);
            },
            ct);
    }

    public void Dispose()
    {
        foreach (var records in _places.Values)
        {
            records.Dispose();
        }
    }

    private HookSighting? See(PlaceInstances records, HookRunId run)
    {
        if (HookRecords.Of(records, run) is not { } record)
        {
            return null;
        }

        record = Found(records, record);
        var folder = records.FolderOf(record.Id);
        InstanceLog.Bound(folder);
        var runs = CodeIn(folder) is null && (processes.IsAlive(record) || processes.Remains(record).Count > 0);
        if (runs)
        {
            return new HookSighting.Running(record.StartedAt);
        }

        // Written before its shell ends: it is there now if it ever will be.
        var (began, code) = (File.Exists(Path.Combine(folder, Began)), CodeIn(folder));
        if (record.Pid is null && !began)
        {
            Forget(records, record);
            return null;   // an intent that was never carried out
        }

        return new HookSighting.Ended(EndOf(record, began, code) with { LastLines = InstanceLog.Tail(folder, HookLines.MostKept).ToValueList() });
    }

    private HookEnd EndOf(InstanceRecord record, bool began, int? code) => (code, record) switch
    {
        (not null, _) => new HookEnd.Exited(code, record.StopAskedAt is not null),
        (null, { StopAskedAt: not null }) => new HookEnd.Exited(Code: null, WasStopped: true),
        _ when processes.WasEndedByReboot(record) => new HookEnd.Lost("the machine was started anew meanwhile"),
        _ when !began => new HookEnd.NotStarted("the shell around it could not begin; its folder may not be writable"),
        _ => new HookEnd.Lost("it was killed together with the shell that would have noted its end"),
    };

    /// <summary>With the process of an intent whose control plane ended before it could write the number down.</summary>
    private InstanceRecord Found(PlaceInstances records, InstanceRecord record) =>
        record.Pid is null && processes.FindStarted(record.Id) is { } started ? records.Save(record with { Pid = started.Pid, Stamp = started.Stamp }) : record;

    private void Launch(PlaceKey place, PlaceInstances records, EnvironmentSpec environment, Release release, HookOrder order)
    {
        var run = order.Run;
        var record = HookRecords.New(run, release.Number, time.GetUtcNow());
        var plan = LaunchPlan.ForHook(place, environment, release, order, HookEnvironment.Over(InstanceEnvironment.For(place, release, record), order, [.. order.Preview.Select(instance => instance.Address)]), data);
        var folder = records.FolderOf(record.Id);
        record = records.Save(record with { Directory = plan.WorkingDirectory });
        try
        {
            var pid = launcher.Start(plan with { Command = ["/bin/sh", "-c", Wrapper, "sh", folder, .. plan.Command] }, Path.Combine(folder, InstanceLog.Current));
            records.Save(record with { Pid = pid, Stamp = processes.StampOf(pid) });
            Log.Started(logger, run.Stage.Name(), run.Deployment.Value, run.Attempt, place, pid, plan.Command[0]);
        }
        catch (Win32Exception ex)
        {
            records.Remove(record.Id);
            throw new RuntimeException($"The {run.Stage.Name()} {plan.Command[0]} of release {release.Number} of {place} cannot be started: {ex.Message}", isTransient: true, ex);
        }
    }

    private void Forget(PlaceInstances records, InstanceRecord record)
    {
        records.Remove(record.Id);
        if (record.Pid is { } pid)
        {
            launcher.Forget(pid);
        }
    }

    private static int? CodeIn(string folder)
    {
        var path = Path.Combine(folder, Exit);
        return File.Exists(path) && int.TryParse(File.ReadAllText(path), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var code) ? code : null;
    }

    private PlaceInstances Of(PlaceKey place) => _places.GetOrAdd(place, p => PlaceInstances.In(Path.Combine(data, "hooks"), p));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The {Hook} of {Deployment} (run {Attempt}, {Place}) started as process {Pid}: {Program}")]
        public static partial void Started(ILogger logger, string hook, string deployment, int attempt, PlaceKey place, int pid, string program);
    }
}
