using System.Text.Json;
using Sluice.Domain;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Gates;
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
        input.Require("runtime", "an object with kind process, external or container");
        var runtime = input.Object("runtime") is { } found ? ReadRuntime(found) : new RuntimeSpec(RuntimeKind.Process);
        var router = input.Object("router") is { } given ? ReadRouter(given) : new RouterSpec(RouterKind.Gateway, Host: null, "/");
        var metrics = input.Objects("metrics")?.Select(ReadMetric).ToValueList();
        var agreed = ReadOverrides(input);
        input.Done();
        return new EnvironmentSpec(name, runtime, router) { Metrics = metrics, OverrideApproval = agreed };
    }

    /// <summary>True is one other person, false nobody else, an object says more; left out says nothing.</summary>
    private static ApprovalRule? ReadOverrides(JsonInput input) => input.KindOf("override_approval") == JsonValueKind.Object
        ? GateInput.Read(input.Object("override_approval")!, ApprovalRule.ForOrders)
        : input.Flag("override_approval") switch { true => ApprovalRule.ForOrders, false => ServiceEnvironment.NobodyElse, null => null };

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
        input.Require("kind", "process, external or container");
        var runtime = new RuntimeSpec(input.Word<RuntimeKind>("kind") ?? RuntimeKind.Process, input.Text("working_directory"), input.Duration("drain_timeout"))
        {
            RequireDigest = input.Flag("require_digest") ?? false,
        };
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
