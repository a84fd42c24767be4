using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Evidence;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Traffic;
using Sluice.Engine.Metrics;
using Sluice.Gateway.Contract;
using static Sluice.Engine.Tests.Metrics.Counters;

namespace Sluice.Engine.Tests.Metrics;

/// <summary>From the gateway's counters of instances, through samples and intervals, to the dependence between requests.</summary>
public sealed class ReplicaTests
{
    private const int Instances = 8;
    private readonly CounterDeltas _deltas = new(NullLogger.Instance);
    private readonly SampleRing _ring = new(Shop);
    private readonly Random _random = new(3);
    private readonly long[] _ended = new long[Instances];
    private readonly long[] _errors = new long[Instances];

    [Fact]
    public void Visitors_that_stick_to_an_instance_count_for_fewer()
    {
        var dependence = After(minutes: 5, cluster: 10);
        Assert.InRange(dependence.Value, 7, 25);
        Assert.Equal((Instances, 0), (dependence.StableInstances, dependence.CanaryInstances));
    }

    [Fact]
    public void Visitors_that_come_one_by_one_count_nearly_in_full() => Assert.InRange(After(minutes: 5, cluster: 1).Value, 1, 1.5);

    [Fact]
    public void Instances_that_were_restarted_meanwhile_count_on()
    {
        var dependence = After(minutes: 5, cluster: 1, restartEvery: 40);
        Assert.InRange(dependence.Value, 1, 1.5);
        Assert.NotEqual(DesignEffectSource.Setting, dependence.Source);
    }

    private Dependence After(int minutes, int cluster, int restartEvery = int.MaxValue)
    {
        var settings = AnalysisSettings.Usual with { Evidence = new() { Warmup = TimeSpan.Zero } };
        var ledger = new EvidenceLedger(new(new(), new(), settings, Horizon: 360, Share.FromPercent(5)), ArmWindow.Empty);
        var assessment = ledger.Assess("", null);
        for (var second = 0; second <= 60 * minutes; second++)
        {
            Serve(cluster, anew: second % restartEvery == restartEvery - 1);
            foreach (var tick in _deltas.Read(Status(), Noon.AddSeconds(second), TimeSpan.FromSeconds(second)))
            {
                _ring.Add(tick);
            }

            if (second > 0 && second % 10 == 0)
            {
                var sums = _ring.Sum(stable: 1, canary: 2, Noon.AddSeconds(second - 10), Noon.AddSeconds(second));
                ledger.Observe(new(0, sums.From, sums.To, Share.FromPercent(5), sums.Stable, sums.Canary));
                assessment = ledger.Assess("", sums.Stable);
            }
        }

        return assessment.Dependence!;
    }

    /// <summary>A second of requests in clusters of one outcome, each cluster at one instance.</summary>
    private void Serve(int cluster, bool anew)
    {
        for (var i = 0; i < Instances; i++)
        {
            if (anew)
            {
                (_ended[i], _errors[i]) = (0, 0);
            }

            for (var served = 0; served < 20; served += cluster)
            {
                (_ended[i], _errors[i]) = (_ended[i] + cluster, _errors[i] + (_random.NextDouble() < 0.1 ? cluster : 0));
            }
        }
    }

    private GatewayStatus Status()
    {
        var status = Counters.Status("a", Of("1", 0));
        var route = status.Config.Routes[0];
        return status with
        {
            Config = new(1, [route with { Arms = [new("1", 1000, [.. _ended.Select((_, i) => new GatewayDestination($"shop-1-{i}", $"http://127.0.0.1:{i + 1}"))])] }]),
            Destinations = [.. _ended.Select((ended, i) => new DestinationStatus(route.Id, $"shop-1-{i}", Healthy: true, Draining: false, 0, ended) { Ended = ended, Errors = _errors[i] })],
        };
    }
}
