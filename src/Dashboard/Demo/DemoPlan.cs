using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Deployments;
using Sluice.Domain.Rollbacks;
using Sluice.Domain.Services;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Dashboard.Demo;

/// <summary>What the demonstration declares and starts: the sample shop, short phases, and limits that a bad release breaks.</summary>
internal static class DemoPlan
{
    public const string Good = "good";
    public const string Bad = "bad";
    public const string NeedsPerson = "needs_person";

    /// <summary>Half a percentage point more errors is what must be ruled out: about 670 canary requests without one do it, well under a minute's worth.</summary>
    private static readonly Margin s_margin = new(1, 0.005);

    public static ServiceName Service { get; } = new("shop");

    public static EnvironmentName Environment { get; } = new("production");

    public static EnvironmentSpec Place { get; } = new(Environment, new(RuntimeKind.Process), new(RouterKind.Gateway, Host: null, "/"));

    public static DeploymentRequest Request(string kind, int release, string program) => new(Service, Environment, Release: null, Release(kind, release, program))
    {
        Plan = new(PlanKind.Phases)
        {
            Phases = [new(25) { Hold = Seconds(20) }, new(50) { Hold = Seconds(20) }, new(100) { Hold = Seconds(15) }],
        },
        Thresholds = new() { ErrorRate = 0.02, LatencyP95 = TimeSpan.FromMilliseconds(250) },
        Analysis = AnalysisSettings.Usual with
        {
            Interval = Seconds(2),
            Lookback = Seconds(30),
            Evidence = new() { Warmup = Seconds(5), Metrics = [new(MetricNames.ErrorRate, MetricRole.Guard, Required: true) { Margin = s_margin }] },
        },
        Rollback = new() { OnErrorRate = 0.1, ManualApproval = kind == NeedsPerson, WhileWaiting = WhileWaiting.Hold },
    };

    private static ReleaseSpec Release(string kind, int number, string program) => new()
    {
        Command = [program],
        Env = [new("SHOP_VERSION", FormattableString.Invariant($"{number}")), .. Faults(kind)],
        Replicas = 2,
        Readiness = new("/health", Seconds(20)),
        Notes = kind switch
        {
            Good => "A healthy release",
            Bad => "A release that fails one request in five",
            _ => "A release that got slow: people decide",
        },
    };

    private static ValueList<EnvironmentVariable> Faults(string kind) => kind switch
    {
        Bad => [new("SHOP_ERROR_RATE", "0.2")],
        NeedsPerson => [new("SHOP_LATENCY_MS", "300")],
        _ => [],
    };

    private static TimeSpan Seconds(int seconds) => TimeSpan.FromSeconds(seconds);
}
