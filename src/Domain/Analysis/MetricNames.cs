namespace Sluice.Domain.Analysis;

/// <summary>The metrics that every arm has. Rates are fractions, latencies milliseconds, throughput requests per second.</summary>
public static class MetricNames
{
    public const string ErrorRate = "error_rate";
    public const string ClientErrorRate = "client_error_rate";
    public const string LatencyP50 = "latency_p50";
    public const string LatencyP90 = "latency_p90";
    public const string LatencyP95 = "latency_p95";
    public const string LatencyP99 = "latency_p99";
    public const string Throughput = "throughput";
    public const string OpenRequests = "open_requests";
    public const string LatencyIncrease = "latency_increase";

    /// <summary>What a threshold or a rollback policy may name.</summary>
    public static ValueList<string> All { get; } =
        [ErrorRate, ClientErrorRate, LatencyP50, LatencyP90, LatencyP95, LatencyP99, Throughput, OpenRequests];
}
