using System.Collections.Concurrent;
using System.ComponentModel;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Domain.Snapshots;
using Sluice.Engine.Store;
using Sluice.Engine.Workloads.Health;

namespace Sluice.Engine.Workloads.Processes;

/// <summary>
/// Runs instances as processes of this machine, in sessions of their own: they outlive the control plane and are adopted by number and start time.
/// A crashed instance that had been ready comes back by itself at the next <see cref="StartAsync"/> that is due; a failed start stays failed until it is stopped.
/// </summary>
internal sealed partial class ProcessRuntime : IWorkloadRuntime, IDisposable
{
    private readonly string _data;
    private readonly TimeProvider _time;
    private readonly ILogger<ProcessRuntime> _logger;
    private readonly ProcessLauncher _launcher;
    private readonly InstanceProcesses _processes;
    private readonly InstanceObserver _observer;
    private readonly ProcessHooks _hooks;
    private readonly FreePorts _ports = new();
    private readonly ConcurrentDictionary<PlaceKey, PlaceInstances> _places = new();

    public ProcessRuntime(IOptions<DataOptions> options, IProcessTable table, ReadinessProbe probe, TimeProvider time, ILogger<ProcessRuntime> logger)
    {
        _data = Path.GetFullPath(options.Value.Directory);
        _time = time;
        _logger = logger;
        _launcher = new(time);
        _processes = new(table, time);
        _observer = new(_processes, _launcher, probe, time);
        _hooks = new(_data, _launcher, _processes, time, logger);
    }

    public RuntimeKind Kind => RuntimeKind.Process;

    public IHookRunner Hooks => _hooks;

    public Task<IReadOnlyList<Instance>> InspectAsync(PlaceKey place, IReadOnlyDictionary<int, ReleaseSpec> releases, CancellationToken ct)
    {
        var instances = Of(place);
        return instances.AloneAsync<IReadOnlyList<Instance>>(
            async () =>
            {
                var seen = await Task.WhenAll(instances.All.Select(record => _observer.LookAsync(
                    instances, record, releases.GetValueOrDefault(record.Release)?.Readiness ?? Readiness.Default, (now, command, late) => RunBesideAsync(place, releases[now.Release], now, command, late), ct)));
                return seen.OfType<Instance>().ToList();
            },
            ct);
    }

    public Task StartAsync(PlaceKey place, EnvironmentSpec environment, Release release, IReadOnlyCollection<int> slots, CancellationToken ct)
    {
        var instances = Of(place);
        return instances.AloneAsync(
            async () =>
            {
                foreach (var slot in slots)
                {
                    await FillAsync(slot);
                }

                return true;
            },
            ct);

        async Task FillAsync(int slot)
        {
            var there = new List<InstanceRecord>();
            foreach (var record in instances.All.Where(r => r.Release == release.Number && r.Slot == slot && r.StopAskedAt is null))
            {
                if (await _observer.RefreshAsync(instances, record, ct) is { } refreshed)
                {
                    there.Add(refreshed);
                }
            }

            if (there.Count == 0)
            {
                Launch(place, instances, environment, release, new(PlaceInstances.NewId(place, release.Number, slot), release.Number, slot, _ports.Next(), _time.GetUtcNow()), before: null);
            }
            else if (!there.Any(IsFine) && there.FirstOrDefault(IsDue) is { } due)
            {
                Launch(place, instances, environment, release, RestartRule.Next(due, _ports.Next(), _time.GetUtcNow()), due);
            }
        }
    }

    public async Task StopAsync(PlaceKey place, string instance, TimeSpan grace, CancellationToken ct)
    {
        var instances = Of(place);
        var asked = await instances.AloneAsync(
            async () =>
            {
                if (instances.Find(instance) is not { } record || await _observer.RefreshAsync(instances, record, ct) is not { } refreshed)
                {
                    return null;
                }

                // Asked again after a restart, the grace still counts from the first time.
                refreshed = instances.Save(refreshed with { StopAskedAt = refreshed.StopAskedAt ?? _time.GetUtcNow() });
                _processes.Terminate(refreshed);
                return refreshed;
            },
            ct);
        if (asked is null)
        {
            return;
        }

        // Not alone: the place can be inspected and the next instance started meanwhile.
        await _processes.EndAsync(asked, asked.StopAskedAt!.Value + grace, ct);
        await instances.AloneAsync(
            () =>
            {
                instances.Remove(asked.Id);
                return Task.FromResult(true);
            },
            ct);
        if (asked.Pid is { } pid)
        {
            _launcher.Forget(pid);
        }

        Log.Stopped(_logger, asked.Id, place);
    }

    public Task<IReadOnlyDictionary<string, InstanceDetail>> DescribeAsync(PlaceKey place, CancellationToken ct)
    {
        var instances = Of(place);
        return instances.AloneAsync<IReadOnlyDictionary<string, InstanceDetail>>(
            () => Task.FromResult<IReadOnlyDictionary<string, InstanceDetail>>(
                instances.All.Select(record => (record.Id, Detail: _processes.Describe(record))).Where(one => one.Detail is not null).ToDictionary(one => one.Id, one => one.Detail!, StringComparer.Ordinal)),
            ct);
    }

    public Task<IReadOnlyList<string>> ReadLastLinesAsync(PlaceKey place, string instance, int lines, CancellationToken ct)
    {
        if (!PathName.IsSafe(instance))
        {
            return Task.FromResult<IReadOnlyList<string>>([]);
        }

        var instances = Of(place);
        return Task.Run(() => InstanceLog.Tail(instances.FolderOf(instance), lines), ct);
    }

    /// <summary>Lets go of the instances; they go on.</summary>
    public void Dispose()
    {
        _launcher.Dispose();
        _hooks.Dispose();
        foreach (var instances in _places.Values)
        {
            instances.Dispose();
        }
    }

    private static bool IsFine(InstanceRecord record) => record is { Pid: not null, FailedAt: null };

    private bool IsDue(InstanceRecord record) => RestartRule.IsDue(
        record, portIsLost: record.Pid is not null && !_processes.IsAlive(record) && !FreePorts.IsFree(record.Port) && _processes.Remains(record).Count == 0, _time.GetUtcNow());

    private void Launch(PlaceKey place, PlaceInstances instances, EnvironmentSpec environment, Release release, InstanceRecord next, InstanceRecord? before)
    {
        var plan = LaunchPlan.Create(place, environment, release, next, _data);
        var folder = instances.FolderOf(next.Id);
        if (before is not null)
        {
            _processes.Kill(before);
            InstanceLog.Rotate(folder);
            if (before.Pid is { } old)
            {
                _launcher.Forget(old);
            }
        }

        next = instances.Save(next with { Directory = plan.WorkingDirectory });
        try
        {
            var pid = _launcher.Start(plan, Path.Combine(folder, InstanceLog.Current));
            instances.Save(next with { Pid = pid, Stamp = _processes.StampOf(pid) });
            Log.Started(_logger, next.Id, place, pid, next.Port, plan.Command[0]);
        }
        catch (Win32Exception ex)
        {
            if (before is null)
            {
                instances.Remove(next.Id);
            }
            else
            {
                instances.Save(before);
            }

            throw new RuntimeException($"{plan.Command[0]} of release {release.Number} of {place} cannot be started: {ex.Message}", isTransient: true, ex);
        }
    }

    /// <summary>A command that asks how an instance is has its environment, but for the mark by which instances are found.</summary>
    private async Task<CommandEnd> RunBesideAsync(PlaceKey place, ReleaseSpec spec, InstanceRecord record, ValueList<string> command, CancellationToken ct)
    {
        var environment = InstanceEnvironment.For(place, new(record.Release, spec, record.StartedAt, Actor.Engine), record);
        environment.Remove(InstanceEnvironment.Marker);
        var directory = record.Directory ?? _data;
        try
        {
            var program = LaunchPlan.FindProgram(command[0], directory, environment.GetValueOrDefault("PATH") ?? string.Empty, $"the readiness of release {record.Release}");
            return await ProbeProcess.RunAsync([program, .. command.Skip(1)], directory, environment, ct);
        }
        catch (RuntimeException ex)
        {
            return new(Code: null, ex.Message);
        }
    }

    private PlaceInstances Of(PlaceKey place) => _places.GetOrAdd(place, p => PlaceInstances.In(Path.Combine(_data, "instances"), p));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Instance {Instance} of {Place} started as process {Pid} on port {Port}: {Program}")]
        public static partial void Started(ILogger logger, string instance, PlaceKey place, int pid, int port, string program);

        [LoggerMessage(LogLevel.Information, "Instance {Instance} of {Place} stopped")]
        public static partial void Stopped(ILogger logger, string instance, PlaceKey place);
    }
}
