using Sluice.Benchmarks.Analysis.Peers;
using Sluice.Benchmarks.Analysis.Random;
using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Gauges;

/// <summary>An hour of one gauge on both arms; ticks until each rule goes back, 0 for never.</summary>
internal sealed class GaugeTrial(double memory, double shift)
{
    public const int Rules = 4;
    private static readonly double s_threshold = Math.Log(100);
    private const int SlowPoint = 6;
    private const int SlowLook = 30;
    private readonly GaugeSeries _canary = new(memory, shift);
    private readonly GaugeSeries _stable = new(memory, 0);
    private readonly ShiftTest _every = new(Study.Hour);
    private readonly ShiftTest _slow = new(Study.Hour);
    private readonly GaugeProcess[] _processes =
    [
        new(GaugeDirection.Increase, 0, GaugeProcess.PlanFor(Study.Hour)), new(GaugeDirection.Increase, 0, GaugeProcess.PlanFor(Study.Hour), independentTicks: true),
    ];

    private double[]? _fresh;

    public int[] Run(RandomStream random)
    {
        Start(random);
        var (ends, canarySum, stableSum) = (new int[Rules], 0.0, 0.0);
        for (var tick = 1; tick <= Study.Hour; tick++)
        {
            var (canary, stable) = (_canary.Next(random), _stable.Next(random));
            for (var i = 0; i < _processes.Length; i++)
            {
                _processes[i].Observe(canary, stable);
                End(ends, i, tick, _processes[i].LogEvidence >= s_threshold);
            }

            _every.Add(canary, stable);
            End(ends, 2, tick, ends[2] == 0 && _every.IsHigh(Kayenta.Tolerance));
            (canarySum, stableSum) = (canarySum + canary, stableSum + stable);
            if (tick % SlowPoint == 0)
            {
                _slow.Add(canarySum / SlowPoint, stableSum / SlowPoint);
                (canarySum, stableSum) = (0, 0);
                End(ends, 3, tick, tick % SlowLook == 0 && _slow.IsHigh(Kayenta.Tolerance));
            }
        }

        return ends;
    }

    private static void End(int[] ends, int rule, int tick, bool fires) => ends[rule] = ends[rule] == 0 && fires ? tick : ends[rule];

    private void Start(RandomStream random)
    {
        if (_fresh is null)
        {
            _fresh = new double[_processes[0].StateLength];
            _processes[0].Save(_fresh);
        }

        foreach (var process in _processes)
        {
            process.Restore(_fresh);
        }

        _canary.Start(random);
        _stable.Start(random);
        _every.Clear();
        _slow.Clear();
    }
}
