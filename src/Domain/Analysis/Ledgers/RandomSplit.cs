using Sluice.Domain.Traffic;

namespace Sluice.Domain.Analysis.Ledgers;

/// <summary>Sends every request of a window at random to one of two arms, the same way for the same seed.</summary>
public sealed class RandomSplit(int seed)
{
    /// <summary>From this variance on by the normal distribution, which is the same for these purposes. Below it a rounded normal gives thin buckets too much or too little.</summary>
    private const double LeastVariance = 25;

#pragma warning disable CA5394 // Nothing secret: the same seed must give the same split.
    private readonly Random _random = new(seed);

    public (ArmWindow Canary, ArmWindow Stable) Split(ArmWindow window, Share share)
    {
        var p = share.Tenths / 1000.0;
        var (latency, rest) = (new long[window.Latency.Length], new long[window.Latency.Length]);
        var (all, chosen) = (0L, 0L);
        for (var i = 0; i < latency.Length; i++)
        {
            var count = window.Latency.Span[i];
            latency[i] = Draw(count, p);
            rest[i] = count - latency[i];
            (all, chosen) = (all + count, chosen + latency[i]);
        }

        var others = Draw(Math.Max(0, window.Requests - all), p);
        var requests = Math.Min(window.Requests, chosen + others);

        // Errors are some of the requests that were drawn already.
        var part = window.Requests > 0 ? (double)requests / window.Requests : 0;
        var errors = Among(window.Errors, part, requests, window.Requests);
        var clientErrors = Among(window.ClientErrors, part, requests - errors, window.Requests - window.Errors);
        return (
            new(window.Length, requests, errors, clientErrors, window.Open, latency),
            new(window.Length, window.Requests - requests, window.Errors - errors, window.ClientErrors - clientErrors, window.Open, rest)
            {
                // Its instances scatter as they did with all of the requests.
                Detail = new() { Replicas = window.Detail.Replicas },
            });
    }

    // Neither arm may have more than its requests.
    private long Among(long bad, double p, long chosen, long all) => Math.Clamp(Draw(bad, p), Math.Max(0, bad - (all - chosen)), Math.Max(0, Math.Min(bad, chosen)));

    private long Draw(long count, double p)
    {
        if (p > 0.5)
        {
            return count - Draw(count, 1 - p);
        }

        if (count * p * (1 - p) < LeastVariance)
        {
            return DrawExactly(count, p);
        }

        var normal = Math.Sqrt(-2 * Math.Log(1 - _random.NextDouble())) * Math.Cos(2 * Math.PI * _random.NextDouble());
        return Math.Clamp((long)Math.Round((count * p) + (normal * Math.Sqrt(count * p * (1 - p)))), 0, count);
    }

    /// <summary>From one hit to the next: as many steps as there are hits, not requests.</summary>
    private long DrawExactly(long count, double p)
    {
        if (p <= 0)
        {
            return 0;
        }

        var (hits, miss, at) = (0L, Math.Log(1 - p), 0.0);
        while ((at += Math.Floor(Math.Log(1 - _random.NextDouble()) / miss) + 1) <= count)
        {
            hits++;
        }

        return hits;
    }
#pragma warning restore CA5394
}
