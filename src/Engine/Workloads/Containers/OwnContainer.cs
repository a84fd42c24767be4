using System.Globalization;
using Sluice.Domain.Services;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>Where a container of ours is on its way; its name says so, so that every control plane can read it.</summary>
internal enum Standing
{
    /// <summary>Fills its slot.</summary>
    InPlace,

    /// <summary>Is being stopped; its slot is free.</summary>
    Leaving,

    /// <summary>A failed start, stopped and kept for a look. No instance any more.</summary>
    Kept,
}

/// <summary>A container that is ours, both by its labels and by its name.</summary>
internal sealed record OwnContainer(ContainerItem Item, int Release, int Slot, string Instance, Standing Standing)
{
    /// <summary>Seconds; a release cannot ask for more.</summary>
    private const int MostGrace = 600;

    private const string LeavingMark = ".leaving.";
    private const string KeptMark = ".kept.";

    public int Port => int.TryParse(Label(ContainerLabels.Port), NumberStyles.None, CultureInfo.InvariantCulture, out var port) ? port : ContainerSpec.DefaultPort;

    /// <summary>What its release gives it to end; zero for what is usual.</summary>
    public TimeSpan Grace => TimeSpan.FromSeconds(Math.Clamp(Number(Item, ContainerLabels.Grace) ?? 0, 0, MostGrace));

    public string? Image => Label(ContainerLabels.Image);

    public bool IsInPlace => Standing == Standing.InPlace;

    /// <summary>Null when it bears our labels and not the name that goes with them: somebody copied them.</summary>
    public static OwnContainer? Read(ContainerLabels labels, PlaceKey place, ContainerItem item)
    {
        if (!labels.AreOf(place, item.Labels) || Number(item, ContainerLabels.Release) is not { } release || Number(item, ContainerLabels.Slot) is not { } slot
            || item.Labels!.GetValueOrDefault(ContainerLabels.Instance) is not { } instance)
        {
            return null;
        }

        var name = labels.NameOf(place, release, slot);
        return item.Name == name ? new(item, release, slot, instance, Standing.InPlace)
            : item.Name == name + LeavingMark + TailOf(instance) ? new(item, release, slot, instance, Standing.Leaving)
            : item.Name == name + KeptMark + TailOf(instance) ? new(item, release, slot, instance, Standing.Kept)
            : null;
    }

    public static int? ReleaseOf(ContainerItem item) => Number(item, ContainerLabels.Release);

    public string NameWhenLeaving(ContainerLabels labels, PlaceKey place) => labels.NameOf(place, Release, Slot) + LeavingMark + TailOf(Instance);

    public string NameWhenKept(ContainerLabels labels, PlaceKey place) => labels.NameOf(place, Release, Slot) + KeptMark + TailOf(Instance);

    private static string TailOf(string instance) => instance[(instance.LastIndexOf('-') + 1)..];

    private static int? Number(ContainerItem item, string label) =>
        item.Labels!.TryGetValue(label, out var text) && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private string? Label(string name) => Item.Labels?.GetValueOrDefault(name);
}

/// <summary>What the engine has with the labels of one place.</summary>
/// <param name="Hooks">Commands of deployments; no instances.</param>
/// <param name="Foreign">They bear our labels and are not ours. Never touched.</param>
internal sealed record PlaceContainers(IReadOnlyList<OwnContainer> Own, IReadOnlyList<ContainerItem> Hooks, IReadOnlyList<ContainerItem> Foreign)
{
    public static async Task<PlaceContainers> ReadAsync(EngineApi api, ContainerLabels labels, PlaceKey place, CancellationToken ct)
    {
        var items = await api.ListAsync(labels.OfPlace(place), ct);
        var hooks = items.Where(item => ContainerLabels.RunOf(item.Labels) is { } run && item.Name == labels.NameOfHook(place, run)).ToList();
        var read = items.Except(hooks).Select(item => (Item: item, Own: OwnContainer.Read(labels, place, item))).ToList();
        return new(
            [.. read.Select(one => one.Own).OfType<OwnContainer>().OrderBy(own => own.Release).ThenBy(own => own.Slot).ThenBy(own => own.Item.Created)],
            hooks,
            [.. read.Where(one => one.Own is null).Select(one => one.Item)]);
    }

    /// <summary>The image that the pre-deploy command of a release ran from, which its instances run too, also when its tag has moved on since.</summary>
    public string? ImageOfHook(int release) => Hooks.FirstOrDefault(hook => OwnContainer.ReleaseOf(hook) == release)?.ImageId;

    /// <summary>Null when there is none, or it is only kept.</summary>
    public OwnContainer? Instance(string id) => Own.FirstOrDefault(own => own.Instance == id && own.Standing != Standing.Kept);
}
