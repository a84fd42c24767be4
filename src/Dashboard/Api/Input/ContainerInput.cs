using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads how the image of a release is run.</summary>
internal static class ContainerInput
{
    public static ContainerSpec Read(JsonInput input)
    {
        var container = new ContainerSpec
        {
            Port = input.Whole("port") ?? ContainerSpec.DefaultPort,
            User = input.Text("user"),
            Entrypoint = Some(input.Texts("entrypoint")),
            Memory = ReadMemory(input, "memory"),
            MemoryReservation = ReadMemory(input, "memory_reservation"),
            Cpus = input.Number("cpus"),
            Pull = input.Word<PullPolicy>("pull") ?? PullPolicy.Missing,
            Ports = input.Objects("ports")?.Select(ReadPort).ToValueList() is { Count: > 0 } ports ? ports : null,
            Labels = ReadSettings(input, "labels"),
            Volumes = Some(input.Objects("volumes")?.Select(ReadMount)),
            Networks = Some(input.Texts("networks")),
            CapAdd = Some(input.Texts("cap_add")),
            CapDrop = Some(input.Texts("cap_drop")),
            Ulimits = Some(input.Objects("ulimits")?.Select(ReadLimit)),
            Sysctls = ReadSettings(input, "sysctls"),
            StopSignal = input.Text("stop_signal"),
            StopGrace = input.Duration("stop_grace"),
        };
        input.Done();
        return container;
    }

    private static long? ReadMemory(JsonInput input, string name)
    {
        var text = input.Text(name, ByteSizes.Remedy);
        if (text is null)
        {
            return null;
        }

        if (!ByteSizes.TryParse(text, out var bytes))
        {
            input.Errors.Add(input.PathOf(name), InputErrors.Short(text), ByteSizes.Remedy);
            return null;
        }

        return bytes;
    }

    /// <summary>An empty list is as good as none.</summary>
    private static ValueList<T>? Some<T>(IEnumerable<T>? items) => items?.ToValueList() is { Count: > 0 } some ? some : null;

    private static ValueList<ContainerSetting>? ReadSettings(JsonInput input, string name) =>
        Some(input.Map(name)?.Select(entry => new ContainerSetting(entry.Key, entry.Value)));

    private static ContainerMount ReadMount(JsonInput input)
    {
        input.Require("target", "an absolute path in the container");
        var mount = new ContainerMount(input.Word<MountType>("type") ?? MountType.Volume, input.Text("source"), input.Text("target") ?? string.Empty) { ReadOnly = input.Flag("read_only") ?? false };
        input.Done();
        return mount;
    }

    private static ContainerLimit ReadLimit(JsonInput input)
    {
        input.Require("name", "a limit such as nofile");
        input.Require("soft", "a whole number, -1 for none");
        var soft = input.Long("soft", "a whole number, -1 for none") ?? 0;
        var limit = new ContainerLimit(input.Text("name") ?? string.Empty, soft, input.Long("hard", "a whole number, -1 for none") ?? soft);
        input.Done();
        return limit;
    }

    private static PublishedPort ReadPort(JsonInput input)
    {
        input.Require("container", "the port that the program in the container listens on");
        var port = new PublishedPort(input.Whole("container") ?? 0, input.Whole("host"));
        input.Done();
        return port;
    }
}
