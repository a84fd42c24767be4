using System.Text.Json;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Services;

/// <summary>Fills the fields of a release with a body of the API.</summary>
internal static class ReleaseFormOfBody
{
    /// <param name="kind">What the environment runs decides whose command it is.</param>
    public static ReleaseForm Read(JsonElement? body, RuntimeKind kind)
    {
        var (container, readiness, origin) = (body.Field("container"), body.Field("readiness"), body.Field("origin"));
        var command = CommandLine.Join(body.Texts("command"));
        return new()
        {
            Command = kind is RuntimeKind.Process ? command : "",
            ImageCommand = kind is RuntimeKind.Container ? command : "",
            Endpoints = body.Lines("endpoints"),
            Image = body.Text("image"),
            Port = container.Text("port"),
            Ports = string.Join('\n', container.Items("ports").Select(port => Port(port))),
            User = container.Text("user"),
            Memory = container.Text("memory"),
            Cpus = container.Text("cpus"),
            Pull = container.Text("pull") is { Length: > 0 } pull ? pull : "missing",
            More = ReadMore(container),
            Env = body.Variables("env"),
            Before = ReadHook(body.Field("pre_deploy")),
            Notes = body.Text("notes"),
            CommitSha = body.Text("commit_sha"),
            Author = origin.Text("author"),
            BuiltAt = origin.Text("built_at"),
            Changes = origin.Text("changes"),
            Replicas = body.Text("replicas"),
            ReadinessHttp = readiness.Text("http"),
            ReadinessTimeout = readiness.Text("timeout"),
            Asked = new()
            {
                ByGrpc = readiness.Field("grpc") is not null,
                Grpc = readiness.Text("grpc"),
                Command = CommandLine.Join(readiness.Texts("command")),
                Interval = readiness.Text("interval"),
                ProbeTimeout = readiness.Text("probe_timeout"),
                Retries = readiness.Text("retries"),
                StartPeriod = readiness.Text("start_period"),
            },
        };
    }

    private static ContainerForm ReadMore(JsonElement? container) => new()
    {
        Entrypoint = container.Lines("entrypoint"),
        MemoryReservation = container.Text("memory_reservation"),
        Labels = container.Variables("labels"),
        Volumes = string.Join('\n', container.Items("volumes").Select(volume => Mount(volume))),
        Networks = container.Lines("networks"),
        CapAdd = container.Lines("cap_add"),
        CapDrop = container.Lines("cap_drop"),
        Ulimits = string.Join('\n', container.Items("ulimits").Select(limit => Limit(limit))),
        Sysctls = container.Variables("sysctls"),
        StopSignal = container.Text("stop_signal"),
        StopGrace = container.Text("stop_grace"),
    };

    /// <summary>Also of a plan.</summary>
    public static PreDeployForm ReadHook(JsonElement? hook) => new()
    {
        Command = CommandLine.Join(hook.Texts("command")),
        Env = hook.Variables("env"),
        User = hook.Text("user"),
        Privileged = hook.Flag("privileged") ?? false,
        Timeout = hook.Text("timeout"),
    };

    private static string Port(JsonElement? port) => port.Field("host") is { } host ? $"{FormText.Of(host)}:{port.Text("container")}" : port.Text("container");

    private static string Mount(JsonElement? mount) =>
        $"{(mount.Text("type") == "tmpfs" ? "tmpfs" : mount.Text("source"))}:{mount.Text("target")}{(mount.Flag("read_only") == true ? ":ro" : "")}";

    private static string Limit(JsonElement? limit) => $"{limit.Text("name")}={limit.Text("soft")}{(limit.Field("hard") is { } hard ? $":{FormText.Of(hard)}" : "")}";
}
