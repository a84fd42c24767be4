using System.Runtime.InteropServices;
using Sluice.Benchmarks.Analysis.Peers;
using Sluice.Benchmarks.Analysis.Random;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Replicas;

/// <summary>When the rules went back on one hour of dependent requests, and the design effect on average.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ReplicaOutcome(int Untempered, int Tempered, int RepeatedZ, double DesignEffect);

/// <summary>
/// Nineteen stable replicas and one canary replica at 100 requests/s. Requests come in clusters with one fate, as sticky sessions do, and every replica has an error rate of its own.
/// </summary>
internal sealed class ReplicaTrial
{
    private const int Stable = 19;
    private const double RequestsPerReplica = 50;

    // Ten minutes of stable traffic before the canary: without any past the first cluster would be judged as independent requests.
    private const int Before = 60;
    private static readonly double s_threshold = Math.Log(100);
    private readonly int _cluster;
    private readonly double _spread;
    private readonly double _canaryRate;
    private readonly double _stableRate;
    private readonly RollbackProcess _untempered = new(Margin.Equal, RestartPlan.For(Study.Hour));
    private readonly RollbackProcess _tempered = new(Margin.Equal, RestartPlan.For(Study.Hour));
    private readonly DesignEffect _effect = new(Stable);
    private readonly RepeatedZ _z = new();
    private readonly double[] _freshProcess;
    private readonly double[] _freshEffect;
    private readonly double[] _rates = new double[Stable];
    private readonly ReplicaCounts[] _counts = new ReplicaCounts[Stable];

    /// <param name="cluster">Requests with one fate.</param>
    /// <param name="spread">Standard deviation of the logarithm of a replica's error rate.</param>
    public ReplicaTrial(int cluster, double spread, double canaryRate, double stableRate)
    {
        (_cluster, _spread, _canaryRate, _stableRate) = (cluster, spread, canaryRate, stableRate);
        _freshProcess = new double[_untempered.StateLength];
        _freshEffect = new double[_effect.StateLength];
        _untempered.Save(_freshProcess);
        _effect.Save(_freshEffect);
    }

    public ReplicaOutcome Run(RandomStream random)
    {
        _untempered.Restore(_freshProcess);
        _tempered.Restore(_freshProcess);
        _effect.Restore(_freshEffect);
        _z.Start();
        for (var i = 0; i < Stable; i++)
        {
            _rates[i] = Rate(random, _stableRate);
        }

        var canaryRate = Rate(random, _canaryRate);
        for (var stratum = 0; stratum < Before; stratum++)
        {
            _ = DrawStable(random);
            _effect.Observe(_counts);
        }

        var past = PastRate.From(_stableRate);
        var (untempered, tempered, repeatedZ, sum) = (0, 0, 0, 0.0);
        for (var stratum = 1; stratum <= Study.Hour; stratum++)
        {
            var (canary, stable, effect) = (Draw(random, canaryRate), DrawStable(random), _effect.Current);
            var counts = new ArmCounts(canary.Requests, canary.Bad, stable.Requests, stable.Bad);
            _untempered.Observe(counts, past.Estimate);
            _tempered.Observe(counts, past.Estimate, effect.Tempering);
            sum += effect.Value;
            past = past.After(counts);
            _effect.Observe(_counts);
            untempered = untempered == 0 && _untempered.LogEvidence >= s_threshold ? stratum : untempered;
            tempered = tempered == 0 && _tempered.LogEvidence >= s_threshold ? stratum : tempered;
            repeatedZ = repeatedZ == 0 && _z.Observe(counts) ? stratum : repeatedZ;
        }

        return new(untempered, tempered, repeatedZ, sum / Study.Hour);
    }

    private double Rate(RandomStream random, double rate) => Math.Min(0.9, rate * Math.Exp(_spread * random.Normal()));

    private ReplicaCounts DrawStable(RandomStream random)
    {
        var (requests, bad) = (0L, 0L);
        for (var i = 0; i < Stable; i++)
        {
            _counts[i] = Draw(random, _rates[i]);
            (requests, bad) = (requests + _counts[i].Requests, bad + _counts[i].Bad);
        }

        return new(requests, bad);
    }

    private ReplicaCounts Draw(RandomStream random, double rate)
    {
        var clusters = RequestsPerReplica / _cluster;
        var bad = _cluster * random.Poisson(clusters * rate);
        return new(bad + (_cluster * random.Poisson(clusters * (1 - rate))), bad);
    }
}
