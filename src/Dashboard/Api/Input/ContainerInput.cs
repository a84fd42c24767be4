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
            Memory = ReadMemory(input),
            Cpus = input.Number("cpus"),
            Pull = input.Word<PullPolicy>("pull") ?? PullPolicy.Missing,
            Ports = input.Objects("ports")?.Select(ReadPort).ToValueList() is { Count: > 0 } ports ? ports : null,
        };
        input.Done();
        return container;
    }

    private static long? ReadMemory(JsonInput input)
    {
        var text = input.Text("memory", ByteSizes.Remedy);
        if (text is null)
        {
            return null;
        }

        if (!ByteSizes.TryParse(text, out var bytes))
        {
            input.Errors.Add(input.PathOf("memory"), InputErrors.Short(text), ByteSizes.Remedy);
            return null;
        }

        return bytes;
    }

    private static PublishedPort ReadPort(JsonInput input)
    {
        input.Require("container", "the port that the program in the container listens on");
        var port = new PublishedPort(input.Whole("container") ?? 0, input.Whole("host"));
        input.Done();
        return port;
    }
}
