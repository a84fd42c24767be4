using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Extensions.Logging;
using Sluice.Domain;
using Sluice.Domain.Hooks;
using Sluice.Domain.Services;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>
/// Runs commands of deployments as containers of the release's image. A run has one name, and the engine itself sees to it that it is not made twice; that it was made is written
/// down before it is started, so that one which somebody took away is not taken for one that never ran.
/// </summary>
internal sealed partial class ContainerHooks(string data, EngineApi api, ContainerLabels labels, ContainerMaker maker, ImageSupply images, TimeProvider time, ILogger logger) : IHookRunner, IDisposable
{
    private const int SignalBase = 128;
    private const int KeptLines = 1_000;

    private readonly ConcurrentDictionary<PlaceKey, PlaceInstances> _places = new();

    public Task<HookSighting?> LookAsync(PlaceKey place, HookRunId run, CancellationToken ct) =>
        AloneAsync(place, records => SeeAsync(place, records, run, ct), ct);

    public Task StartAsync(PlaceKey place, EnvironmentSpec environment, Release release, HookOrder order, CancellationToken ct) => AloneAsync(
        place,
        async records =>
        {
            // One that was made and not started is seen as waiting.
            if (await SeeAsync(place, records, order.Run, ct) is null or HookSighting.Waiting)
            {
                await MakeAsync(place, records, release, order, ct);
            }

            return true;
        },
        ct);

    public async Task EndAsync(PlaceKey place, HookRunId run, TimeSpan grace, CancellationToken ct)
    {
        var asked = await AloneAsync(
            place,
            async records =>
            {
                if (await FindAsync(place, run, ct) is not { State.IsAlive: true } container)
                {
                    return null;
                }

                // Asked again after a restart, the grace still counts from the first time.
                var record = HookRecords.Of(records, run) ?? HookRecords.New(run, release: 0, container.State.StartedAt);
                record = records.Save(record with { StopAskedAt = record.StopAskedAt ?? time.GetUtcNow() });
                return (Id: container.Id, By: record.StopAskedAt!.Value + grace) as (string Id, DateTimeOffset By)?;
            },
            ct);
        if (asked is { } running)
        {
            var left = running.By - time.GetUtcNow();
            await ContainerRuntime.SaidAsync(() => api.StopAsync(running.Id, left > TimeSpan.Zero ? left : TimeSpan.Zero, ct));
        }
    }

    public async Task<IReadOnlyList<string>> ReadLastLinesAsync(PlaceKey place, HookRunId run, int lines, CancellationToken ct) =>
        await ContainerRuntime.SaidAsync(() => FindAsync(place, run, ct)) is { } container
            ? await ContainerRuntime.SaidAsync(() => api.ReadLinesAsync(container.Id, lines, ct))
            : await Task.Run(() => HookRecords.Tail(Of(place), run, lines), ct);

    public Task TidyAsync(PlaceKey place, HookRunId? but, CancellationToken ct)
    {
        // What was never written down here is not asked for at every look: the engine would have to be.
        return AloneAsync(
            place,
            async records =>
            {
                foreach (var waiting in but is null ? images.Waiting(place).ToList() : [])
                {
                    images.Cancel(place, waiting.Id);
                }

                foreach (var record in records.All.Where(record => !HookRecords.IsOf(record, but)))
                {
                    foreach (var own in (await PlaceContainers.ReadAsync(api, labels, place, ct)).Hooks.Where(hook => HookRecords.IsOf(record, ContainerLabels.RunOf(hook.Labels))))
                    {
                        await KeepLinesAsync(records, record, own.Id, ct);
                        await api.RemoveAsync(own.Id, ct);
                    }

                    records.Remove(record.Id);
                }

                return true;
            },
            ct);
    }

    public void Dispose() => images.Dispose();

    private async Task<HookSighting?> SeeAsync(PlaceKey place, PlaceInstances records, HookRunId run, CancellationToken ct)
    {
        var record = HookRecords.Of(records, run);
        if (await FindAsync(place, run, ct) is not { State: var state } container)
        {
            return record is not null ? new HookSighting.Ended(new HookEnd.Lost("its container is not there any more"))
                : images.Waiting(place).FirstOrDefault() is { Problem: { } progress } ? new HookSighting.Waiting(progress)
                : null;
        }

        if (record is null)
        {
            // Also without the data folder it is found, and taken away in the end.
            records.Save(HookRecords.New(run, release: 0, time.GetUtcNow()));
        }

        if (state.IsAlive)
        {
            return new HookSighting.Running(state.StartedAt);
        }

        if (state.WasNeverStarted)
        {
            return new HookSighting.Waiting("It is made and not started yet.");
        }

        return new HookSighting.Ended(EndOf(state, record?.StopAskedAt is not null) with { LastLines = (await LinesAsync(container.Id, HookLines.MostKept, ct)).ToValueList() });
    }

    private static HookEnd EndOf(ContainerState state, bool wasStopped) => !wasStopped && state.WhyEndIsUnknown is { } why
        ? new HookEnd.Lost(why)
        : new HookEnd.Exited(state.ExitCode, wasStopped)
        {
            Detail = state.OutOfMemory ? "was ended because it used more memory than it may"
                : state.ExitCode > SignalBase ? string.Create(CultureInfo.InvariantCulture, $"was ended by signal {state.ExitCode - SignalBase}") : null,
        };

    /// <summary>None when they cannot be read: how it ended must be told all the same.</summary>
    private async Task<IReadOnlyList<string>> LinesAsync(string container, int lines, CancellationToken ct)
    {
        try
        {
            return await api.ReadLinesAsync(container, lines, ct);
        }
        catch (Exception ex) when (ex is EngineException or RuntimeException)
        {
            return [];
        }
    }

    private async Task MakeAsync(PlaceKey place, PlaceInstances records, Release release, HookOrder order, CancellationToken ct)
    {
        var run = order.Run;
        var there = await api.FindAsync(labels.NameOfHook(place, run), ct);
        if (there is not null && !IsOurs(place, run, there))
        {
            throw new RuntimeException(
                $"The {run.Stage.Name()} of {run.Deployment} needs the container name {labels.NameOfHook(place, run)}, which somebody else's container {there.Id[..12]} has. It is not touched; remove or rename it.", isTransient: false);
        }

        if (there is null)
        {
            var preview = await PreviewAsync(place, release, order, ct);

            // What is checked is what runs, also when the tag has moved on.
            if ((preview is [{ Image: { } running }, ..] ? running : await images.GetAsync(place, release, ct)) is not { } image)
            {
                return;
            }

            var record = HookRecords.New(run, release.Number, time.GetUtcNow());
            var made = await maker.MakeHookAsync(place, release, order, [.. preview.Select(instance => instance.Address)], record.Id, image, ct);
            records.Save(record);
            there = await api.FindAsync(made, ct);
        }

        if (there is { Id: var id })
        {
            await StartAsync(place, records, release, run, id, ct);
        }
    }

    /// <summary>The containers of the preview, and where each answers from within the engine's network: what is published on the engine's machine need not be reached from a container. That is the way where the engine tells no address.</summary>
    private async Task<IReadOnlyList<(string Address, string? Image)>> PreviewAsync(PlaceKey place, Release release, HookOrder order, CancellationToken ct)
    {
        var port = (release.Spec.Container ?? ContainerSpec.Default).Port;
        List<(string, string?)> preview = [];
        foreach (var instance in order.Preview)
        {
            var own = await api.FindAsync(labels.NameOf(place, release.Number, instance.Slot), ct);
            preview.Add((own?.NetworkSettings?.Address is { } address ? new UriBuilder(Uri.UriSchemeHttp, address, port).Uri.GetLeftPart(UriPartial.Authority) : instance.Address, own?.Image));
        }

        return preview;
    }

    private async Task StartAsync(PlaceKey place, PlaceInstances records, Release release, HookRunId run, string id, CancellationToken ct)
    {
        try
        {
            await maker.StartAsync(place, release, id, ct);
            Log.Started(logger, run.Stage.Name(), run.Deployment.Value, run.Attempt, place, id[..12]);
        }
        catch (RuntimeException ex) when (ex.InnerException is EngineException)
        {
            // It was removed without having run. Of one whose start was not answered nobody knows.
            if (HookRecords.Of(records, run) is { } record)
            {
                records.Remove(record.Id);
            }

            throw;
        }
    }

    /// <summary>Null also when somebody else's container has its name: ours cannot have come to be then.</summary>
    private async Task<ContainerDetail?> FindAsync(PlaceKey place, HookRunId run, CancellationToken ct) =>
        await api.FindAsync(labels.NameOfHook(place, run), ct) is { } container && IsOurs(place, run, container) ? container : null;

    private bool IsOurs(PlaceKey place, HookRunId run, ContainerDetail container) =>
        labels.AreOf(place, container.Config?.Labels) && ContainerLabels.RunOf(container.Config?.Labels) == run;

    private async Task KeepLinesAsync(PlaceInstances records, InstanceRecord record, string container, CancellationToken ct)
    {
        var lines = await LinesAsync(container, KeptLines, ct);
        await File.WriteAllLinesAsync(Path.Combine(records.FolderOf(record.Id), InstanceLog.Current), lines, ct);
    }

    private Task<T> AloneAsync<T>(PlaceKey place, Func<PlaceInstances, Task<T>> work, CancellationToken ct)
    {
        var records = Of(place);
        return ContainerRuntime.SaidAsync(() => records.AloneAsync(() => work(records), ct));
    }

    private PlaceInstances Of(PlaceKey place) => _places.GetOrAdd(place, p => PlaceInstances.In(Path.Combine(data, "hook-containers"), p));

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "The {Hook} of {Deployment} (run {Attempt}, {Place}) started as container {Container}")]
        public static partial void Started(ILogger logger, string hook, string deployment, int attempt, PlaceKey place, string container);
    }
}
