using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Benchmarks.Gateway;

/// <summary>What one round of load saw.</summary>
internal sealed record Round(long Requests, double PerSecond, double P99Milliseconds);

/// <summary>Closed-loop load from 32 connections: by wrk where it is installed, else from this process.</summary>
internal static partial class LoadGenerator
{
    private const int Connections = 32;
    private const string Wrk = "/usr/bin/wrk";

    public static string Name => File.Exists(Wrk) ? "wrk" : "HttpClient in this process";

    public static Task<Round> RunAsync(string url, int seconds, CancellationToken ct) => File.Exists(Wrk) ? RunWrkAsync(url, seconds, ct) : RunClientAsync(url, seconds, ct);

    private static async Task<Round> RunWrkAsync(string url, int seconds, CancellationToken ct)
    {
        string[] args = ["-t1", $"-c{Connections}", string.Create(CultureInfo.InvariantCulture, $"-d{seconds}s"), "--latency", url];
        using var wrk = Process.Start(new ProcessStartInfo(Wrk, args) { UseShellExecute = false, RedirectStandardOutput = true })!;
        var said = await wrk.StandardOutput.ReadToEndAsync(ct);
        await wrk.WaitForExitAsync(ct);
        if (wrk.ExitCode != 0 || said.Contains("Non-2xx", StringComparison.Ordinal) || said.Contains("Socket errors", StringComparison.Ordinal))
        {
            throw new InvalidOperationException($"The load on {url} failed:\n{said}");
        }

        var p99 = P99().Match(said);
        return new(
            long.Parse(Total().Match(said).Groups["count"].Value, CultureInfo.InvariantCulture),
            double.Parse(Rate().Match(said).Groups["rate"].Value, CultureInfo.InvariantCulture),
            double.Parse(p99.Groups["time"].Value, CultureInfo.InvariantCulture) * (p99.Groups["unit"].Value switch { "us" => 0.001, "ms" => 1, _ => 1000 }));
    }

    private static async Task<Round> RunClientAsync(string url, int seconds, CancellationToken ct)
    {
        using var client = new HttpClient();
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var begin = TimeProvider.System.GetTimestamp();
        var workers = await Task.WhenAll(Enumerable.Range(0, Connections).Select(async _ =>
        {
            var times = new List<double>();
            while (TimeProvider.System.GetElapsedTime(begin).TotalSeconds < seconds)
            {
                var start = TimeProvider.System.GetTimestamp();
                using var answer = await client.GetAsync(new Uri(url), end.Token);
                answer.EnsureSuccessStatusCode();
                times.Add(TimeProvider.System.GetElapsedTime(start).TotalMilliseconds);
            }

            return times;
        }));
        var all = workers.SelectMany(times => times).Order().ToArray();
        return new(all.Length, all.Length / TimeProvider.System.GetElapsedTime(begin).TotalSeconds, all[(int)(all.Length * 0.99)]);
    }

    [GeneratedRegex(@"(?<count>\d+) requests in", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Total();

    [GeneratedRegex(@"Requests/sec:\s+(?<rate>[\d.]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Rate();

    [GeneratedRegex(@"99%\s+(?<time>[\d.]+)(?<unit>us|ms|s)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex P99();
}
