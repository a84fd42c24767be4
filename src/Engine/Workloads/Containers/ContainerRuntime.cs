using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Sluice.Domain.Services;
using Sluice.Domain.Snapshots;
using Sluice.Engine.Store;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>
/// Runs instances as containers of a Docker or Podman engine. What exists is read from the engine every time; a container is ours by its labels and its name,
/// and nothing else is ever touched. The name is the same for the same slot, so a control plane that ended between making and starting one finds it again.
/// </summary>
internal sealed partial class ContainerRuntime : IWorkloadRuntime, IDisposable
{
    public const string NotSet = $"This installation runs no containers: {ContainerOptions.Section}:Host is not set.";

    private readonly string _data;
    private readonly ContainerOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger<ContainerRuntime> _logger;
    private readonly EngineClient _client;
    private readonly EngineApi _api;
    private readonly ContainerLabels _labels;
    private readonly ImageSupply _images;
    private readonly FetchedImages _learned;
    private readonly ContainerMaker _maker;
    private readonly ContainerObserver _observer;
    private readonly ContainerEnding _ending;
    private readonly ContainerHooks _hooks;
    private readonly ConcurrentDictionary<PlaceKey, PlaceInstances> _places = new();

    public ContainerRuntime(EngineClient client, IOptions<ContainerOptions> options, IOptions<DataOptions> data, ReadinessProbe probe, ImagesInUse inUse, FetchedImages fetched, TimeProvider time, ILogger<ContainerRuntime> logger)
    {
        _data = Path.GetFullPath(data.Value.Directory);
        (_time, _logger, _client, _options) = (time, logger, client, options.Value);
        _api = new(client, time);
        _labels = new(options.Value.Owner);
        (_images, _learned) = (new(_api, options, fetched, time), fetched);
        _maker = new(_api, _labels, inUse, options);
        _observer = new(_api, _images, probe, options, time);
        _ending = new(_api, _labels);
        _hooks = new(_data, _api, _labels, _maker, new(_api, options, fetched, time), time, logger);
    }

    public RuntimeKind Kind => RuntimeKind.Container;

    public IHookRunner Hooks => _hooks;

    public string? WhyNot => _client.IsSet ? null : NotSet;

    public string? WhyNotRun(ReleaseSpec release) => ContainerPolicy.WhyNot(_options, release);

    public Task<IReadOnlyList<Instance>> InspectAsync(PlaceKey place, IReadOnlyDictionary<int, ReleaseSpec> releases, CancellationToken ct) => AloneAsync<IReadOnlyList<Instance>>(
        place,
        async instances =>
        {
            var seen = await PlaceContainers.ReadAsync(_api, _labels, place, ct);
            Forget(instances, seen);
            var looked = await Task.WhenAll(seen.Own.Where(own => own.Standing != Standing.Kept).Select(own => LookAsync(
                place, instances, own, releases.GetValueOrDefault(own.Release)?.Readiness ?? Readiness.Default, ct)));
            return [.. looked.OfType<Instance>(), .. _images.Waiting(place)];
        },
        ct);

    public Task StartAsync(PlaceKey place, EnvironmentSpec environment, Release release, IReadOnlyCollection<int> slots, CancellationToken ct)
    {
        if (release.Spec.Image is null)
        {
            throw new RuntimeException($"Release {release.Number} of {place} names no image.", isTransient: false);
        }

        if (WhyNotRun(release.Spec) is { } why)
        {
            throw new RuntimeException(why, isTransient: false);
        }

        return AloneAsync(
            place,
            async instances =>
            {
                var seen = await PlaceContainers.ReadAsync(_api, _labels, place, ct);
                var there = seen.Own.Where(own => own.IsInPlace && own.Release == release.Number).ToDictionary(own => own.Slot);
                foreach (var own in there.Values.Where(own => slots.Contains(own.Slot)))
                {
                    await KeepRunningAsync(place, instances, release, own, ct);
                }

                await ResolveAsync(place, release, there.Values.FirstOrDefault(), ct);
                var empty = slots.Where(slot => !there.ContainsKey(slot)).ToList();
                if (empty.Count > 0)
                {
                    await FillAsync(place, instances, release, empty, seen, there.Values.FirstOrDefault()?.Item.ImageId ?? seen.ImageOfHook(release.Number), ct);
                }

                return true;
            },
            ct);
    }

    public async Task StopAsync(PlaceKey place, string instance, TimeSpan grace, CancellationToken ct)
    {
        if (!PathName.IsSafe(instance) || _images.Cancel(place, instance))
        {
            return;
        }

        var asked = await AloneAsync(
            place,
            async instances =>
            {
                if ((await PlaceContainers.ReadAsync(_api, _labels, place, ct)).Instance(instance) is not { } own)
                {
                    return null;
                }

                // Asked again after a restart, the grace still counts from the first time.
                var record = await _observer.RefreshAsync(instances, own, Readiness.Default, ct);
                record = instances.Save(record with { StopAskedAt = record.StopAskedAt ?? _time.GetUtcNow() });
                if (own.IsInPlace)
                {
                    await _api.RenameAsync(own.Item.Id, own.NameWhenLeaving(_labels, place), ct);
                }

                return new Asked(own, record);
            },
            ct);
        if (asked is not { Own: var own, Record: var record })
        {
            return;
        }

        // Not alone: the place can be inspected and the next instance started meanwhile.
        var left = record.StopAskedAt!.Value + (own.Grace > grace ? own.Grace : grace) - _time.GetUtcNow();
        await SaidAsync(() => _api.StopAsync(own.Item.Id, left > TimeSpan.Zero ? left : TimeSpan.Zero, ct));
        await AloneAsync(
            place,
            async instances =>
            {
                await _ending.FinishAsync(place, instances, own, record, ct);
                return true;
            },
            ct);
        Log.Stopped(_logger, own.Instance, place, ContainerEnding.IsKept(record));
    }

    public async Task<IReadOnlyList<string>> ReadLastLinesAsync(PlaceKey place, string instance, int lines, CancellationToken ct)
    {
        if (!PathName.IsSafe(instance))
        {
            return [];
        }

        var own = (await SaidAsync(() => PlaceContainers.ReadAsync(_api, _labels, place, ct))).Own.FirstOrDefault(own => own.Instance == instance);
        return own is not null
            ? await SaidAsync(() => _api.ReadLinesAsync(own.Item.Id, lines, ct))
            : await Task.Run(() => InstanceLog.Tail(Of(place).FolderOf(instance), lines), ct);
    }

    public Task<IReadOnlyDictionary<string, InstanceDetail>> DescribeAsync(PlaceKey place, CancellationToken ct) => SaidAsync<IReadOnlyDictionary<string, InstanceDetail>>(async () =>
    {
        var own = (await PlaceContainers.ReadAsync(_api, _labels, place, ct)).Own.Where(own => own.Standing != Standing.Kept).ToList();
        var details = await Task.WhenAll(own.Select(one => DetailAsync(one.Item.Id, ct)));
        return own.Zip(details).Where(pair => pair.Second is not null).ToDictionary(pair => pair.First.Instance, pair => ContainerDetails.Of(pair.Second!, pair.First.Image), StringComparer.Ordinal);
    });

    /// <returns>Null also where the engine cannot tell of this one: the others are told.</returns>
    private async Task<ContainerDetail?> DetailAsync(string id, CancellationToken ct)
    {
        try
        {
            return await _api.FindAsync(id, ct);
        }
        catch (EngineException)
        {
            return null;
        }
    }

    public async Task<bool> HasImageAsync(Release release, CancellationToken ct) =>
        release.Spec.Image is null || await SaidAsync(() => _api.FindImageAsync(ImageIds.NameOf(release), ct)) is not null;

    /// <summary>Lets go of the containers; they go on. A call that the engine answers late still lets go of its place, so places are not disposed.</summary>
    public void Dispose()
    {
        _images.Dispose();
        _hooks.Dispose();
    }

    private async Task<Instance?> LookAsync(PlaceKey place, PlaceInstances instances, OwnContainer own, Readiness readiness, CancellationToken ct)
    {
        var record = await _observer.RefreshAsync(instances, own, readiness, ct);
        if (own.Standing == Standing.Leaving && !own.Item.IsAlive)
        {
            // Whoever stopped it did not get to the end.
            await _ending.FinishAsync(place, instances, own, record, ct);
            return null;
        }

        return await _observer.LookAsync(instances, own, record, readiness, ct);
    }

    /// <summary>What a tag stood for is not asked a second time: those that are made later, here or in another environment, run what the first one runs.</summary>
    private async Task ResolveAsync(PlaceKey place, Release release, OwnContainer? first, CancellationToken ct)
    {
        if (first is not null && release is { Resolved: null, Spec.Image: { } image } && !ImageReference.IsPinned(image))
        {
            // It is recorded once: without the image nobody knows its digest, and nothing would ever fetch it again.
            if (await _images.ResolveAsync(first.Item.ImageId, image, ct) is { } resolved)
            {
                _learned.AddResolved(place, release.Number, resolved);
            }
        }
    }

    /// <summary>Starts one that was made and not started, and one that crashed, when its pause is over.</summary>
    private async Task KeepRunningAsync(PlaceKey place, PlaceInstances instances, Release release, OwnContainer own, CancellationToken ct)
    {
        var record = await _observer.RefreshAsync(instances, own, release.Spec.Readiness, ct);
        if (own.Item.IsNew)
        {
            await _maker.StartAsync(place, release, own.Item.Id, ct);
        }
        else if (record is { FailedAt: not null, StopAskedAt: null } && RestartRule.IsDue(record, portIsLost: false, _time.GetUtcNow()))
        {
            if (own.Item.IsAlive)
            {
                await _api.StopAsync(own.Item.Id, TimeSpan.Zero, ct);
            }

            instances.Save(RestartRule.Next(record, record.Port, _time.GetUtcNow()));
            await _maker.StartAsync(place, release, own.Item.Id, ct);
            Log.Restarted(_logger, own.Instance, place);
        }
    }

    private async Task FillAsync(PlaceKey place, PlaceInstances instances, Release release, IReadOnlyList<int> slots, PlaceContainers seen, string? sibling, CancellationToken ct)
    {
        if (seen.Foreign is [var foreign, ..])
        {
            throw new RuntimeException(
                $"Release {release.Number} of {place} is not started: the container {foreign.Name} bears the labels of this place and was not made here. It is not touched; remove it, or its labels.", isTransient: false);
        }

        // All instances of a release run the same image, also when its tag has come to mean another one since.
        if ((sibling ?? await _images.GetAsync(place, release, ct)) is not { } image)
        {
            return;
        }

        foreach (var slot in slots)
        {
            var record = instances.Save(new InstanceRecord(PlaceInstances.NewId(place, release.Number, slot), release.Number, slot, Port: 0, _time.GetUtcNow()));
            try
            {
                var container = await _maker.MakeAsync(place, release, slot, record.Id, image, ct);
                if (container is null)
                {
                    instances.Remove(record.Id);
                    continue;
                }

                Log.Started(_logger, record.Id, place, container[..12], release.Spec.Image!);
            }
            catch (RuntimeException)
            {
                // Should a container have come to be all the same, the next look finds it by its labels.
                instances.Remove(record.Id);
                throw;
            }
        }
    }

    /// <summary>Forgets those that somebody else has removed, and intents that were never carried out.</summary>
    private static void Forget(PlaceInstances instances, PlaceContainers seen)
    {
        foreach (var record in instances.All.Where(record => seen.Own.All(own => own.Instance != record.Id)))
        {
            instances.Remove(record.Id);
        }
    }

    private Task<T> AloneAsync<T>(PlaceKey place, Func<PlaceInstances, Task<T>> work, CancellationToken ct)
    {
        var instances = Of(place);
        return SaidAsync(() => instances.AloneAsync(() => work(instances), ct));
    }

    internal static Task<bool> SaidAsync(Func<Task> work) => SaidAsync(async () =>
    {
        await work();
        return true;
    });

    /// <summary>What the engine refuses without a reason that is known here may be otherwise the next time.</summary>
    internal static async Task<T> SaidAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (EngineException ex)
        {
            throw new RuntimeException($"The container engine refused: {ex.Message.TrimEnd('.')}.", isTransient: true, ex);
        }
    }

    private PlaceInstances Of(PlaceKey place) => _places.GetOrAdd(place, p => PlaceInstances.In(Path.Combine(_data, "containers"), p));

    /// <param name="Record">As it was when it was asked to stop.</param>
    private sealed record Asked(OwnContainer Own, InstanceRecord Record);

    private static partial class Log
    {
        [LoggerMessage(LogLevel.Information, "Instance {Instance} of {Place} started as container {Container} from {Image}")]
        public static partial void Started(ILogger logger, string instance, PlaceKey place, string container, string image);

        [LoggerMessage(LogLevel.Warning, "Instance {Instance} of {Place} had ended and was started again")]
        public static partial void Restarted(ILogger logger, string instance, PlaceKey place);

        [LoggerMessage(LogLevel.Information, "Instance {Instance} of {Place} stopped (kept for a look: {Kept})")]
        public static partial void Stopped(ILogger logger, string instance, PlaceKey place, bool kept);
    }
}
