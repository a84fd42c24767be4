using Sluice.Domain.Services;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>Takes a stopped container away. A failed start is kept for a look; of all others the last lines are.</summary>
internal sealed class ContainerEnding(EngineApi api, ContainerLabels labels)
{
    /// <summary>Of a place.</summary>
    public const int MostKept = 3;

    private const int KeptLines = 1_000;

    public static bool IsKept(InstanceRecord record) => record is { FailedAt: not null, WasReady: false };

    public async Task FinishAsync(PlaceKey place, PlaceInstances instances, OwnContainer own, InstanceRecord record, CancellationToken ct)
    {
        var lines = await api.ReadLinesAsync(own.Item.Id, KeptLines, ct);
        if (lines.Count > 0)
        {
            Directory.CreateDirectory(instances.FolderOf(own.Instance));
            await File.WriteAllLinesAsync(Path.Combine(instances.FolderOf(own.Instance), InstanceLog.Current), lines, ct);
        }

        if (IsKept(record))
        {
            await api.RenameAsync(own.Item.Id, own.NameWhenKept(labels, place), ct);
            await PruneAsync(place, ct);
        }
        else
        {
            await api.RemoveAsync(own.Item.Id, ct);
        }

        instances.Remove(own.Instance);
    }

    private async Task PruneAsync(PlaceKey place, CancellationToken ct)
    {
        var kept = (await PlaceContainers.ReadAsync(api, labels, place, ct)).Own.Where(own => own.Standing == Standing.Kept);
        foreach (var old in kept.OrderByDescending(own => own.Item.Created).Skip(MostKept))
        {
            await api.RemoveAsync(old.Item.Id, ct);
        }
    }
}
