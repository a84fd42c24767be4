using System.Globalization;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Traffic;

namespace Sluice.Domain.Tests.Analysis.Ledgers;

/// <summary>
/// Five minutes of two identical versions of the sample service behind the real gateway, counted every second. Judged at every second, neither is ever returned.
/// Longer replays deal the same requests anew at random: repeated as they were, chance itself would repeat and look like a difference.
/// </summary>
public sealed class RecordedTests
{
    private const int HalfAnHour = 1800;
    private static readonly DateTimeOffset s_noon = new(2026, 1, 5, 12, 0, 0, TimeSpan.Zero);
    private static readonly List<(ArmWindow Stable, ArmWindow Canary)> s_recorded = Read();

    [Fact]
    public void Identical_versions_as_they_were_counted_never_go_back() =>
        Assert.DoesNotContain(VerdictKind.RollBack, Kinds(s_recorded.Count, Share.FromPercent(30), second => s_recorded[second]));

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Half_an_hour_of_the_same_requests_dealt_anew_to_both_versions_never_goes_back(int seed)
    {
        var (split, share) = (new RandomSplit(seed), Share.FromPercent(5));
        Assert.DoesNotContain(VerdictKind.RollBack, Kinds(HalfAnHour, share, second =>
        {
            var (canary, stable) = split.Split(Sum(s_recorded[second % s_recorded.Count]), share);
            return (stable, canary);
        }));
    }

    [Fact]
    public void The_recording_is_long_enough_to_say_something()
    {
        Assert.Equal(300, s_recorded.Count);
        Assert.True(s_recorded.Sum(second => second.Canary.Requests) > 3000 && s_recorded.Sum(second => second.Stable.Requests) > 7000);
        Assert.True(s_recorded.Sum(second => second.Canary.Errors) > 10 && s_recorded.Sum(second => second.Stable.Errors) > 30);
    }

    /// <summary>The verdicts of every second.</summary>
    private static IEnumerable<VerdictKind> Kinds(int seconds, Share share, Func<int, (ArmWindow Stable, ArmWindow Canary)> next)
    {
        var settings = AnalysisSettings.Usual with { Interval = TimeSpan.FromSeconds(1), Evidence = new() { Warmup = TimeSpan.Zero } };
        var ledger = new EvidenceLedger(new(new() { ErrorRate = 0.05 }, new(), settings, HalfAnHour, share), ArmWindow.Empty);
        Verdict? verdict = null;
        for (var second = 0; second < seconds; second++)
        {
            var (stable, canary) = next(second);
            var from = s_noon.AddSeconds(second);
            ledger.Observe(new(0, from, from.AddSeconds(1), share, stable, canary));
            verdict = EvidenceJudge.Judge(verdict, new(from, from.AddSeconds(1), stable, canary, string.Empty), ledger.Assess("hash", stable), settings, []);
            yield return verdict.Kind;
        }

        Assert.True(verdict!.Evidence!.CanaryRequests > 1000, verdict.Sentence);
    }

    private static ArmWindow Sum((ArmWindow Stable, ArmWindow Canary) second)
    {
        var (a, b) = second;
        var latency = new long[LatencyBounds.BucketCount];
        for (var i = 0; i < latency.Length; i++)
        {
            latency[i] = a.Latency.Span[i] + b.Latency.Span[i];
        }

        return new(a.Length, a.Requests + b.Requests, a.Errors + b.Errors, a.ClientErrors + b.ClientErrors, 0, latency);
    }

    /// <summary>A line a second, stable before the canary: requests, errors, client errors, then bucket and count of those that took as long.</summary>
    private static List<(ArmWindow Stable, ArmWindow Canary)> Read()
    {
        using var reader = new StreamReader(typeof(RecordedTests).Assembly.GetManifestResourceStream("identical-versions.txt")!);
        return [.. reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split(';')).Select(arms => (Arm(arms[0]), Arm(arms[1])))];
    }

    private static ArmWindow Arm(string text)
    {
        var words = text.Split(' ');
        var counts = words[0].Split(',').Select(Number).ToArray();
        var latency = new long[LatencyBounds.BucketCount];
        foreach (var pair in words.Skip(1).Select(word => word.Split(':')))
        {
            latency[Number(pair[0])] = Number(pair[1]);
        }

        return new(TimeSpan.FromSeconds(1), counts[0], counts[1], counts[2], 0, latency);
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);
}
