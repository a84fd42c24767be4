using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Domain.Snapshots;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>How a container was made, from what the engine says of it.</summary>
internal static class ContainerDetails
{
    private const decimal BillionthsOfCpu = 1_000_000_000;

    /// <summary>As many digits of an id as engines use for a name.</summary>
    private const int ShortId = 12;

    private const string EveryAddress = "0.0.0.0";

    /// <param name="named">What its release called the image: it is made from the id, which some engines then give as the name.</param>
    public static InstanceDetail Of(ContainerDetail container, string? named)
    {
        var (config, limits) = (container.Config, container.HostConfig);
        return new()
        {
            Image = NameOf(container) ?? named,
            ImageId = container.Image,
            Command = [.. config?.Entrypoint ?? [], .. config?.Cmd ?? []],
            Directory = Given(config?.WorkingDir),
            User = Given(config?.User),
            Memory = Given(limits?.Memory),
            MemoryReservation = Given(limits?.MemoryReservation),
            Cpus = Cpus(limits),
            Variables = (config?.Env ?? []).Select(Variable).ToValueList(),
            Labels = (config?.Labels ?? new Dictionary<string, string>(StringComparer.Ordinal)).Select(label => new SnapshotLabel(label.Key, label.Value)).ToValueList(),
            Mounts = (container.Mounts ?? []).Select(mount => new SnapshotMount(mount.Destination, mount.Type ?? "volume", Given(mount.Name) ?? Given(mount.Source), !mount.Writable))
                .Concat((limits?.Tmpfs?.Keys ?? []).Select(target => new SnapshotMount(target, "tmpfs", Source: null, ReadOnly: false))).DistinctBy(mount => mount.Target).ToValueList(),
            Ports = (container.NetworkSettings?.Ports ?? new Dictionary<string, IReadOnlyList<PortBinding>?>(StringComparer.Ordinal))
                .SelectMany(port => (port.Value ?? []).Select(binding => $"{AddressOf(binding)}:{binding.HostPort} → {port.Key}")).ToValueList(),
            OwnNames = [container.Id, container.Id[..Math.Min(ShortId, container.Id.Length)]],
        };
    }

    /// <summary>Null where the image's id stands in the place of a name.</summary>
    private static string? NameOf(ContainerDetail container) =>
        Given(container.Config?.Image) is { } name && !name.StartsWith("sha256:", StringComparison.Ordinal) && container.Image?.Contains(name, StringComparison.Ordinal) != true ? name : null;

    private static EnvironmentVariable Variable(string text) => text.Split('=', 2) is [var name, var value] ? new(name, value) : new(text, "");

    private static decimal? Cpus(ContainerLimits? limits) => limits switch
    {
        { NanoCpus: > 0 and var billionths } => billionths / BillionthsOfCpu,
        { CpuQuota: > 0 and var quota, CpuPeriod: > 0 and var period } => (decimal)quota / period,
        _ => null,
    };

    private static string AddressOf(PortBinding binding) => Given(binding.HostIp) ?? EveryAddress;

    private static string? Given(string? text) => string.IsNullOrEmpty(text) ? null : text;

    private static long? Given(long? number) => number is > 0 ? number : null;
}
