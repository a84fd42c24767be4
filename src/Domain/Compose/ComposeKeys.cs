using System.Collections.Frozen;
using static Sluice.Domain.Compose.ComposeTreatment;

namespace Sluice.Domain.Compose;

/// <summary>Every key of a Compose file that Sluice knows. What is not here is refused: a key that does nothing should not look as if it did something.</summary>
public static partial class ComposeKeys
{
    private static readonly FrozenDictionary<string, ComposeKey> s_byPath = Top().Concat(ServiceHonoured()).Concat(ServiceTranslated()).Concat(ServiceIgnored()).Concat(ServiceRefused())
        .Concat(Deploy()).ToFrozenDictionary(key => key.Path, StringComparer.Ordinal);

    private static readonly FrozenSet<string> s_parents = s_byPath.Keys.SelectMany(Parents).ToFrozenSet(StringComparer.Ordinal);

    public static IEnumerable<ComposeKey> All => s_byPath.Values.OrderBy(key => key.Path, StringComparer.Ordinal);

    internal static ComposeKey? Find(string path) => s_byPath.GetValueOrDefault(path);

    /// <summary>Whether keys below it are looked at one by one.</summary>
    internal static bool HasBelow(string path) => s_parents.Contains(path);

    private static IEnumerable<string> Parents(string path)
    {
        for (var end = path.LastIndexOf('.'); end > 0; end = path.LastIndexOf('.', end - 1))
        {
            yield return path[..end];
            yield return path[..end].Replace("[]", "", StringComparison.Ordinal);
        }
    }

    private static IEnumerable<ComposeKey> Top() =>
    [
        new("version", Ignored, "It says nothing any more."),
        new("name", Honoured, "The application's name, unless one is given along with the file."),
        new("services", Honoured, ""),
        new("services.*", Translated, "A service of Sluice by the name `application-service`, in the environment that is given along."),
        new("volumes", Honoured, ""),
        new("volumes.*", Translated, "A volume of the engine by the name that Compose gives it, `application_volume`. The engine makes it with the first container that mounts it."),
        new("volumes.*.name", Honoured, "The volume's own name."),
        new("volumes.*.external", Translated, "The volume is taken by its own name. Whether it is there already is not looked at: the engine makes it when it is missing."),
        new("volumes.*.driver", Honoured, "`local` alone: other drivers are refused."),
        new("volumes.*.labels", Ignored, "Labels of a volume change nothing about what it holds."),
        new("volumes.*.driver_opts", Refused, "Make the volume with the engine, with these options, and say `external: true` here."),
        new("networks", Honoured, ""),
        new("networks.*", Honoured, "A network that the engine has. Sluice makes none: without `external: true` it is refused."),
        new("networks.*.name", Honoured, "The network's own name."),
        new("networks.*.external", Honoured, "Must be `true`: make the network once with the engine."),
        new("networks.*.driver", Refused, "Sluice makes no networks. Make it with the engine and say `external: true`."),
        new("networks.*.driver_opts", Refused, "Sluice makes no networks. Make it with the engine and say `external: true`."),
        new("networks.*.ipam", Refused, "Sluice makes no networks. Make it with the engine and say `external: true`."),
        new("networks.*.internal", Refused, "Sluice makes no networks. Make it with the engine and say `external: true`."),
        new("networks.*.attachable", Refused, "Sluice makes no networks. Make it with the engine and say `external: true`."),
        new("networks.*.enable_ipv6", Refused, "Sluice makes no networks. Make it with the engine and say `external: true`."),
        new("networks.*.labels", Ignored, "Sluice makes no networks, so there is nothing to label."),
        new("configs", Refused, "Put the files into the image, or mount a folder read only."),
        new("secrets", Refused, "Give the values as `environment`, which is masked wherever it is shown."),
        new("include", Refused, "Send one file with everything in it: `docker compose config` writes one."),
    ];

    private static IEnumerable<ComposeKey> ServiceHonoured() =>
    [
        new("services.*.image", Honoured, "Fetched by name; Sluice builds nothing."),
        new("services.*.command", Honoured, "A list, or a line that is taken apart at spaces and quotes. `{port}` in a word stands for the port that the program listens on."),
        new("services.*.entrypoint", Honoured, "In the place of the image's own, whose command is then left out as well unless `command` says one."),
        new("services.*.environment", Honoured, "A map or a list. A name without a value takes the variable that is given along. Sluice adds `PORT` and names that begin with `SLUICE_`."),
        new("services.*.user", Honoured, ""),
        new("services.*.labels", Honoured, "Besides Sluice's own, which begin with `sluice.`."),
        new("services.*.cap_add", Honoured, "As far as the installation allows."),
        new("services.*.cap_drop", Honoured, ""),
        new("services.*.sysctls", Honoured, ""),
        new("services.*.ulimits", Honoured, ""),
        new("services.*.stop_signal", Honoured, ""),
        new("services.*.volumes", Honoured, "Named volumes; folders of the engine's machine as far as the installation allows, by an absolute path; `tmpfs`. A volume without a name is refused."),
        new("services.*.volumes[].type", Honoured, "`volume`, `bind` or `tmpfs`."),
        new("services.*.volumes[].source", Honoured, ""),
        new("services.*.volumes[].target", Honoured, ""),
        new("services.*.volumes[].read_only", Honoured, ""),
        new("services.*.volumes[].bind", Refused, "Mount the folder without options; it must exist."),
        new("services.*.volumes[].volume", Refused, "Mount the whole volume without options."),
        new("services.*.volumes[].tmpfs", Refused, "Leave the size out; `mem_limit` bounds what a container holds in memory."),
        new("services.*.volumes[].consistency", Ignored, "It means something on other systems only."),
        new("services.*.healthcheck", Honoured, "Asked by Sluice, in the place of the engine; without one the port is asked whether it opens."),
        new("services.*.healthcheck.test", Honoured, "`CMD`, `CMD-SHELL` or a line for `/bin/sh`; `NONE` asks nobody."),
        new("services.*.healthcheck.disable", Honoured, "`true` asks nobody: an instance that goes on running for 5 s counts as ready."),
        new("services.*.healthcheck.interval", Honoured, "30s unless said; 1s to 10m."),
        new("services.*.healthcheck.timeout", Honoured, "30s unless said; 100ms to 1m."),
        new("services.*.healthcheck.retries", Honoured, "3 unless said. A start may take the start period, and then as often interval and timeout, and 5s."),
        new("services.*.healthcheck.start_period", Honoured, ""),
        new("services.*.healthcheck.start_interval", Ignored, "The interval counts from the start."),
        new("services.*.depends_on", Honoured, "A service is deployed when what it depends on is as the condition says. A dependency that fails holds the rest."),
        new("services.*.depends_on.*", Honoured, ""),
        new("services.*.depends_on.*.condition", Translated, "`service_started`: instances of its release run. `service_healthy`: all of them are ready. `service_completed_successfully` is refused, as Sluice runs what goes on running."),
        new("services.*.depends_on.*.required", Honoured, "`false` lets the other one be missing from the file."),
        new("services.*.depends_on.*.restart", Ignored, "What depends on a service is not deployed again with it."),
        new("services.*.profiles", Honoured, "The service is left out unless one of its profiles is asked for."),
    ];
}
