using Sluice.Domain.Services;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads how an instance is asked whether it is ready.</summary>
internal static class ReadinessInput
{
    public static Readiness Read(JsonInput input)
    {
        var (path, grpc, command, tcp) = (input.Text("http"), input.Text("grpc"), input.Texts("command"), input.Flag("tcp"));
        var asks = path is not null || grpc is not null || command is not null;
        if (tcp == true && asks)
        {
            input.Errors.Add(input.PathOf("tcp"), $"true beside {(path is not null ? "http" : grpc is not null ? "grpc" : "command")}", "one of http, tcp, grpc and command");
        }

        if (tcp == false && !asks)
        {
            input.Errors.Add(input.PathOf("tcp"), "false without another way to ask", "true, or a path in http, a service in grpc or a command");
        }

        var readiness = new Readiness(path, input.Duration("timeout") ?? Readiness.Default.Timeout)
        {
            Grpc = grpc,
            Command = command,
            Interval = input.Duration("interval"),
            ProbeTimeout = input.Duration("probe_timeout"),
            Retries = input.Whole("retries"),
            StartPeriod = input.Duration("start_period"),
        };
        input.Done();
        return readiness;
    }
}
