using System.Globalization;
using System.Net;
using Microsoft.Extensions.Options;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Workloads.Containers;

/// <summary>Makes and starts containers. What the engine refuses to start is removed again: it never ran, so there is nothing to look at.</summary>
internal sealed class ContainerMaker(EngineApi api, ContainerLabels labels, ImagesInUse inUse, IOptions<ContainerOptions> options)
{
    private const decimal BillionthsOfCpu = 1_000_000_000;

    /// <returns>The container's id; null when the slot was filled meanwhile.</returns>
    /// <exception cref="RuntimeException">The engine refuses, or the name belongs to somebody else.</exception>
    public async Task<string?> MakeAsync(PlaceKey place, Release release, int slot, string instance, string image, CancellationToken ct)
    {
        var name = labels.NameOf(place, release.Number, slot);
        try
        {
            var id = await CreateAsync(name, release, Body(place, release, slot, instance, image), ct);
            await StartAsync(place, release, id, ct);
            return id;
        }
        catch (EngineException ex) when (ex.IsNameTaken)
        {
            if (await api.FindAsync(name, ct) is { } there && !labels.AreOf(place, there.Config?.Labels))
            {
                throw new RuntimeException(
                    $"Release {release.Number} of {place} needs the container name {name}, which somebody else's container {there.Id[..12]} has. It is not touched; remove or rename it.", isTransient: false, ex);
            }

            return null;
        }
        catch (EngineException ex)
        {
            throw Refused(place, release, ex);
        }
    }

    /// <summary>Makes the container of a command of a deployment; it is not started.</summary>
    /// <param name="preview">Addresses as the container can reach them.</param>
    /// <returns>Its id.</returns>
    /// <exception cref="RuntimeException">The engine refuses.</exception>
    public async Task<string> MakeHookAsync(PlaceKey place, Release release, HookOrder order, IReadOnlyList<string> preview, string id, string image, CancellationToken ct)
    {
        try
        {
            return await CreateAsync(labels.NameOfHook(place, order.Run), release, HookBody(place, release, order, preview, id, image), ct);
        }
        catch (EngineException ex)
        {
            throw Refused(place, release, ex);
        }
    }

    /// <summary>Starts one that was made.</summary>
    /// <exception cref="RuntimeException">The engine refuses; it is removed.</exception>
    public async Task StartAsync(PlaceKey place, Release release, string id, CancellationToken ct)
    {
        try
        {
            await api.StartAsync(id, ct);
        }
        catch (EngineException ex)
        {
            await api.RemoveAsync(id, ct);
            throw Refused(place, release, ex);
        }
    }

    /// <summary>An image that goes in the midst of this is no fault of the release: the next attempt fetches it again.</summary>
    private async Task<string> CreateAsync(string name, Release release, CreateBody body, CancellationToken ct)
    {
        using var use = inUse.Use(body.Image) ?? throw Vanished(release, ex: null);
        try
        {
            return await api.CreateAsync(name, body, ct);
        }
        catch (EngineException ex) when (ex.Status == HttpStatusCode.NotFound)
        {
            if (await api.FindImageAsync(body.Image, ct) is null)
            {
                throw Vanished(release, ex);
            }

            throw;
        }
    }

    private static RuntimeException Vanished(Release release, Exception? ex) => new($"The image {release.Spec.Image} of release {release.Number} was taken away just now; it is fetched again.", isTransient: true, ex);

    private static RuntimeException Refused(PlaceKey place, Release release, EngineException ex) =>
        new($"The container of release {release.Number} of {place} was refused by the engine: {ex.Message.TrimEnd('.')}.", isTransient: !ex.IsForGood, ex);

    private CreateBody Body(PlaceKey place, Release release, int slot, string instance, string image)
    {
        var spec = release.Spec.Container ?? ContainerSpec.Default;
        PublishedPort[] ports = [new(spec.Port, Host: null), .. spec.Ports ?? []];
        return new(
            image,
            WithPort(release.Spec.Command, spec.Port) ?? (spec.Entrypoint is null ? null : new List<string>()),
            [.. InstanceEnvironment.OfRelease(place, release, instance, spec.Port).Select(variable => $"{variable.Key}={variable.Value}")],
            spec.User,
            labels.Of(place, release, slot, instance),
            ports.ToDictionary(Key, _ => new object(), StringComparer.Ordinal),
            new HostConfig(
                ports.ToDictionary(Key, IReadOnlyList<PortBinding> (port) => [new(options.Value.PublishOn, port.Host?.ToString(CultureInfo.InvariantCulture) ?? "")], StringComparer.Ordinal),
                spec.Memory ?? 0,
                (long)((spec.Cpus ?? 0) * BillionthsOfCpu),
                new RestartPolicy("no"))
            {
                MemoryReservation = spec.MemoryReservation,
                Mounts = spec.Volumes?.Select(mount => new MountPoint(Words.Of(mount.Type), mount.Type == MountType.Volume ? Own(place, mount.Source!) : mount.Source, mount.Target, mount.ReadOnly)).ToList(),
                CapAdd = spec.CapAdd,
                CapDrop = spec.CapDrop,
                Ulimits = spec.Ulimits,
                Sysctls = Settings(spec.Sysctls),
                NetworkMode = spec.Networks is [var first, ..] ? Own(place, first) : null,
            })
        {
            // The image's own command belongs to the image's own entry point.
            Entrypoint = WithPort(spec.Entrypoint, spec.Port),
            StopSignal = spec.StopSignal,
            NetworkingConfig = spec.Networks is { } networks ? new(networks.ToDictionary(network => Own(place, network), _ => new object(), StringComparer.Ordinal)) : null,
        };
    }

    /// <summary>As an instance has it, but for its ports: it serves nobody.</summary>
    private CreateBody HookBody(PlaceKey place, Release release, HookOrder order, IReadOnlyList<string> preview, string id, string image)
    {
        var (hook, usual) = (order.Command, Body(place, release, slot: 0, id, image));
        var variables = HookEnvironment.Over(InstanceEnvironment.OfRelease(place, release, id, (release.Spec.Container ?? ContainerSpec.Default).Port), order, preview);
        return usual with
        {
            Cmd = hook.Command,
            Env = [.. variables.Select(variable => $"{variable.Key}={variable.Value}")],
            User = hook.User ?? usual.User,
            Labels = labels.OfHook(place, release, order.Run),
            ExposedPorts = new Dictionary<string, object>(StringComparer.Ordinal),
            HostConfig = usual.HostConfig with { PortBindings = new Dictionary<string, IReadOnlyList<PortBinding>>(StringComparer.Ordinal), Privileged = hook.Privileged ? true : null },
        };
    }

    /// <summary>Volumes and networks are the engine's, and tenants share it: what one names is its own.</summary>
    private static string Own(PlaceKey place, string name) => place.Tenant == TenantId.Default ? name : $"{PathName.Of(place.Tenant)}.{name}";

    private static List<string>? WithPort(ValueList<string>? words, int port) => words?.Select(word => InstanceEnvironment.WithPort(word, port)).ToList();

    private static Dictionary<string, string>? Settings(ValueList<ContainerSetting>? settings) => settings?.ToDictionary(setting => setting.Name, setting => setting.Value, StringComparer.Ordinal);

    private static string Key(PublishedPort port) => string.Create(CultureInfo.InvariantCulture, $"{port.Container}/tcp");
}
