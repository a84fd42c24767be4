using System.Globalization;
using Sluice.Domain.Services;

namespace Sluice.Domain.Compose;

/// <summary>Reads how the image of a service is run.</summary>
internal static class ContainerReader
{
    public static ContainerSpec Read(ComposeMap service, ComposePorts ports, ComposeDeploy deploy, IReadOnlyList<ComposeValue<ContainerMount>> mounts, ComposeNetworks networks) => new()
    {
        Port = ports.Port ?? ContainerSpec.DefaultPort,
        Ports = ports.Besides,
        User = service.Text("user")?.Value,
        Entrypoint = service.SomeWords("entrypoint"),
        Memory = deploy.Memory,
        MemoryReservation = deploy.MemoryReservation,
        Cpus = deploy.Cpus,
        Pull = Pull(service),
        Labels = Settings(service, "labels"),
        Volumes = Some(mounts.Select(mount => mount.Value)),
        Networks = Some(networks.Of(service)),
        CapAdd = Some(service.Texts("cap_add").Select(item => item.Value)),
        CapDrop = Some(service.Texts("cap_drop").Select(item => item.Value)),
        Sysctls = Settings(service, "sysctls"),
        Ulimits = Some(Limits(service)),
        StopSignal = service.Text("stop_signal")?.Value,
        StopGrace = service.Duration("stop_grace_period"),
    };

    private static PullPolicy Pull(ComposeMap service) => service.Word("pull_policy", "missing", "if_not_present", "always", "never") switch
    {
        "always" => PullPolicy.Always,
        "never" => PullPolicy.Never,
        _ => PullPolicy.Missing,
    };

    private static ValueList<ContainerSetting>? Settings(ComposeMap service, string key) =>
        Some(ComposePairs.Read(service, key).Select(pair => new ContainerSetting(pair.Value.Name, pair.Value.Value ?? string.Empty)));

    private static IEnumerable<ContainerLimit> Limits(ComposeMap service)
    {
        var limits = service.Map("ulimits") ?? ComposeMap.Empty(service.Report);
        foreach (var name in limits.Keys)
        {
            if (limits.Find(name) is ComposeNode.Map)
            {
                var limit = limits.Map(name)!;
                var (soft, hard) = (limit.Whole("soft"), limit.Whole("hard"));
                if (limit.Keys.Except(["soft", "hard"]).FirstOrDefault() is { } other)
                {
                    limit.Refuse(other, "A limit has soft and hard alone.");
                }

                if (soft is null && hard is null)
                {
                    limits.Refuse(name, "It has neither soft nor hard.");
                }

                yield return new(name, soft ?? hard ?? 0, hard ?? soft ?? 0);
            }
            else if (limits.Whole(name) is { } both)
            {
                yield return new(name, both, both);
            }
        }
    }

    private static ValueList<T>? Some<T>(IEnumerable<T> items) => items.ToValueList() is { Count: > 0 } some ? some : null;
}

/// <summary>The networks of a file.</summary>
/// <param name="names">By their key, what the engine calls them.</param>
internal sealed class ComposeNetworks(IReadOnlyDictionary<string, string> names)
{
    private const string Default = "default";

    public IEnumerable<string> Of(ComposeMap service)
    {
        var named = service.Find("networks") is ComposeNode.Map
            ? service.Map("networks")!.Keys.Select(key => (Key: key, Path: service.Map("networks")!.PathOf(key), At: service.Map("networks")!.PlaceOf(key))).ToList()
            : service.Texts("networks").Select(item => (Key: item.Value, item.Path, item.At)).ToList();
        if (named.Count == 0 && names.TryGetValue(Default, out var usual))
        {
            yield return usual;
        }

        foreach (var (key, path, at) in named)
        {
            if (names.TryGetValue(key, out var name))
            {
                yield return name;
            }
            else if (key == Default)
            {
                service.Report.Translate(path, at, "The engine's usual network: Compose would make one for the application, and Sluice makes none.");
            }
            else
            {
                service.Report.Refuse(path, at, string.Create(CultureInfo.InvariantCulture, $"There is no network {ComposeMap.Shown(key)} under networks at the top. Add it there."));
            }
        }
    }
}
