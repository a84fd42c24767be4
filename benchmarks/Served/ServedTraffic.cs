using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;

namespace Sluice.Benchmarks.Served;

/// <summary>Minutes of a service with about ten requests a second, 0.1 % errors and latencies around 40 ms, spread over three instances.</summary>
internal sealed class ServedTraffic
{
    private const int Requests = 600;
    private const double Median = 40;
    private const double Spread = 0.6;

#pragma warning disable CA5394 // Nothing secret: the same traffic every time.
    private readonly Random _random = new(17);

    public ServedMinute Minute(DateTimeOffset from)
    {
        var (latency, replicas) = (new long[LatencyBounds.BucketCount], new long[3]);
        var errors = new long[3];
        for (var i = 0; i < Requests; i++)
        {
            var normal = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
            latency[LatencyBounds.BucketOf(Median * Math.Exp(Spread * normal))]++;
            var replica = _random.Next(replicas.Length);
            replicas[replica]++;
            errors[replica] += _random.NextDouble() < 0.001 ? 1 : 0;
        }

        return new(from, new(ServedMinute.Length, Requests, errors.Sum(), 0, 0, latency)
        {
            Detail = new() { Replicas = [.. replicas.Select((count, i) => new InstanceCounts($"service-production-1-{i}", count, errors[i]))] },
        });
    }
#pragma warning restore CA5394
}
