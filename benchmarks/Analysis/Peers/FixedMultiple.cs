using Sluice.Domain.Analysis.Evidence;

namespace Sluice.Benchmarks.Analysis.Peers;

/// <summary>A threshold on the canary's error rate over a sliding window, and a number of failures: what Argo Rollouts and Flagger are usually set to.</summary>
/// <param name="limit">Error rate that fails.</param>
/// <param name="consecutive">Failures in a row, or all together.</param>
/// <param name="fewestRequests">In the window; with fewer it neither fails nor passes.</param>
internal sealed class FixedMultiple(double limit, bool consecutive = false, long fewestRequests = 1) : IRule
{
    private const int Window = 6;
    private const int Failures = 3;
    private readonly (long Requests, long Bad)[] _window = new (long, long)[Window];
    private int _strata;
    private int _failures;

    public void Start()
    {
        Array.Clear(_window);
        (_strata, _failures) = (0, 0);
    }

    public bool Observe(in ArmCounts counts)
    {
        _window[_strata++ % Window] = (counts.CanaryRequests, counts.CanaryBad);
        var (requests, bad) = (0L, 0L);
        foreach (var stratum in _window)
        {
            (requests, bad) = (requests + stratum.Requests, bad + stratum.Bad);
        }

        if (requests >= fewestRequests && bad > limit * requests)
        {
            _failures++;
        }
        else if (consecutive)
        {
            _failures = 0;
        }

        return _failures >= Failures;
    }
}
