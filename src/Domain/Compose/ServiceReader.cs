using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Compose;

/// <summary>Reads one service of a file.</summary>
/// <param name="keys">The services of the file that take part.</param>
internal sealed class ServiceReader(string application, IReadOnlyDictionary<string, string> variables, IReadOnlyDictionary<string, string> volumes, ComposeNetworks networks, IReadOnlySet<string> keys)
{
    public ComposeService Read(string key, ComposeMap service, TextPlace at)
    {
        var own = service.Map(ComposePath.Own) ?? ComposeMap.Empty(service.Report);
        var name = Name(key, service, at);
        var router = new RouterSpec(RouterKind.Gateway, own.Text("host")?.Value ?? $"{Slugged(key)}.{application}.localhost", own.Text("path_prefix")?.Value ?? "/");
        var ports = PortReader.Read(service, own.Whole("port"), router.Host + router.PathPrefix);
        var deploy = DeployReader.Read(service);
        var health = HealthReader.Read(service, own.Text("health")?.Value, ports.Port is not null);
        var mounts = new VolumeReader(service, volumes).Read();
        var path = ComposePath.Key("services", key);
        if (!service.Has("image"))
        {
            service.Report.Refuse(path, at, "It has no image. Sluice builds nothing: build it, push it, and name it here.");
        }

        if (health is null)
        {
            service.Report.Warn(path, at, $"Nobody asks {key} how it is: an instance that runs for {Durations.Format(Readiness.MonitorPeriod)} counts as ready. Give it a healthcheck, or a port.");
        }

        var release = new ReleaseSpec
        {
            Image = service.Text("image")?.Value,
            Command = Command(service),
            Container = ContainerReader.Read(service, ports, deploy, mounts, networks),
            Env = EnvironmentReader.Read(service, variables, keys.Where(other => other != key)),
            Replicas = deploy.Replicas,
            Readiness = health ?? Readiness.Default,
        };
        return new(key, at, name, release, router, deploy.Terms with { SkipHealth = health is null }, [.. DependencyReader.Read(service, keys)])
        {
            Sources = Sources(service, mounts),
        };
    }

    /// <summary>Beside an entry point of the file the image's own command is left out anyway.</summary>
    private static ValueList<string>? Command(ComposeMap service) =>
        service.Has("entrypoint") ? service.Words("command") is { Count: > 0 } words ? words : null : service.SomeWords("command");

    /// <summary>What the rules of a release find wrong is told where it stands in the file.</summary>
    private static ValueList<ComposeSource> Sources(ComposeMap service, IReadOnlyList<ComposeValue<ContainerMount>> mounts)
    {
        (string Field, string Key)[] keys =
        [
            ("image", "image"), ("command", "command"), ("env", "environment"), ("replicas", service.Has("scale") ? "scale" : "deploy"), ("readiness", "healthcheck"), ("container.ports", "ports"), ("container.port", "ports"),
            ("container.entrypoint", "entrypoint"), ("container.user", "user"), ("container.memory", service.Has("mem_limit") ? "mem_limit" : "deploy"), ("container.memory_reservation", service.Has("mem_reservation") ? "mem_reservation" : "deploy"), ("container.cpus", service.Has("cpus") ? "cpus" : "deploy"),
            ("container.labels", "labels"), ("container.networks", "networks"), ("container.cap_add", "cap_add"), ("container.cap_drop", "cap_drop"), ("container.ulimits", "ulimits"), ("container.sysctls", "sysctls"),
            ("container.stop_signal", "stop_signal"), ("container.stop_grace", "stop_grace_period"), ("container.volumes", "volumes"), ("plan", "deploy"),
        ];
        return
        [
            .. mounts.Select((mount, i) => new ComposeSource(ComposePath.Item("container.volumes", i), mount.Path, mount.At)),
            .. keys.Select(pair => new ComposeSource(pair.Field, service.PathOf(pair.Key), service.PlaceOf(pair.Key))).OrderByDescending(source => source.Field.Length),
        ];
    }

    public ServiceName Name(string key, ComposeMap service, TextPlace at)
    {
        var chosen = service.Map(ComposePath.Own)?.Text("service");
        var name = chosen?.Value ?? $"{application}-{Slugged(key)}";
        if (!Slug.IsValid(name))
        {
            service.Report.Refuse(chosen?.Path ?? ComposePath.Key("services", key), chosen?.At ?? at, $"{ComposeMap.Shown(name)} cannot be the name of a service: {Slug.Remedy}. Say another one with x-sluice: service.");
        }

        return new(name);
    }

    /// <summary>Compose takes capitals, dots and underscores in names; addresses do not.</summary>
    private static string Slugged(string key) => key.ToLowerInvariant().Replace('_', '-').Replace('.', '-');
}
