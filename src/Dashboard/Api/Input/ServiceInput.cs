using Sluice.Domain;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Services;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads a service's declaration.</summary>
internal static class ServiceInput
{
    public static (ServiceName Name, ValueList<EnvironmentSpec> Environments) Read(JsonInput input) =>
        (ServiceName.From(input.Text("name") ?? string.Empty), (input.Objects("environments") ?? []).Select(ReadEnvironment).ToValueList());

    private static EnvironmentSpec ReadEnvironment(JsonInput input)
    {
        var name = EnvironmentName.From(input.Text("name") ?? string.Empty);
        input.Require("runtime", "an object with kind process or external");
        var runtime = input.Object("runtime") is { } found ? ReadRuntime(found) : new RuntimeSpec(RuntimeKind.Process);
        var router = input.Object("router") is { } given ? ReadRouter(given) : new RouterSpec(RouterKind.Gateway, Host: null, "/");
        var metrics = input.Objects("metrics")?.Select(ReadMetric).ToValueList();
        input.Done();
        return new EnvironmentSpec(name, runtime, router) { Metrics = metrics };
    }

    private static MetricDefinition ReadMetric(JsonInput input)
    {
        input.Require("kind", "counter_pair, histogram or gauge");
        var metric = new MetricDefinition(input.Text("name") ?? string.Empty, input.Word<MetricKind>("kind") ?? MetricKind.CounterPair)
        {
            Path = input.Text("path") ?? MetricDefinition.DefaultPath,
            Total = input.Text("total"),
            Bad = input.Text("bad"),
            Histogram = input.Text("histogram"),
            Unit = input.Word<TimeUnit>("unit"),
            Value = input.Text("value"),
        };
        input.Done();
        return metric;
    }

    private static RuntimeSpec ReadRuntime(JsonInput input)
    {
        input.Require("kind", "process or external");
        var runtime = new RuntimeSpec(input.Word<RuntimeKind>("kind") ?? RuntimeKind.Process, input.Text("working_directory"), input.Duration("drain_timeout"));
        input.Done();
        return runtime;
    }

    private static RouterSpec ReadRouter(JsonInput input)
    {
        var router = new RouterSpec(input.Word<RouterKind>("kind") ?? RouterKind.Gateway, input.Text("host"), input.Text("path_prefix") ?? "/");
        input.Done();
        return router;
    }
}
