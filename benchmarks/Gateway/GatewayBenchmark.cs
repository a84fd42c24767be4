using System.Collections.Concurrent;
using System.Globalization;

namespace Sluice.Benchmarks.Gateway;

/// <summary>The gateway against bare YARP (at least 0.9 of its requests/s) and HAProxy, its allocations, and how exact its split is.</summary>
internal static class GatewayBenchmark
{
    private const double Target = 0.9;

    /// <returns>0 when the targets are met, else 1.</returns>
    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        if (args is ["--role", var role, .. var rest])
        {
            return await Roles.RunAsync(role, rest, ct);
        }

        var quick = args is ["--quick"];
        var folder = Directory.CreateTempSubdirectory("gateway-bench-");
        var children = new List<Child>();
        try
        {
            Machine.Introduce("gateway", $"load by {LoadGenerator.Name}, 32 connections");
            string[] destinations = [await StartAsync("backend", ["1"]), await StartAsync("backend", ["2"])];
            var targets = new List<(string Name, string Url)> { ("bare YARP", await StartAsync("yarp", destinations)) };
            var (program, gateway) = await Subject.StartProgramAsync(folder, destinations, ct);
            children.Add(program);
            targets.Add(("gateway", gateway));
            if (await Rival.StartAsync(folder, destinations, ct) is { } rival)
            {
                children.Add(rival.Child);
                await Rival.UntilItListensAsync(rival.Url, ct);
                targets.Add(("HAProxy", rival.Url));
            }

            var ratio = await CompareAsync(targets, quick, ct);
            await AllocationsAsync(folder, destinations, quick, ct);
            var worst = await SplitsAsync(folder, destinations, ct);
            return ratio >= Target && worst < 0.5 ? 0 : 1;
        }
        finally
        {
            children.ForEach(child => child.Dispose());
            folder.Delete(recursive: true);
        }

        async Task<string> StartAsync(string role, string[] rest)
        {
            var (child, url) = await Child.StartRoleAsync(role, rest, ct);
            children.Add(child);
            return url;
        }
    }

    /// <summary>Rounds in turn, so that whatever else the machine does meets all alike; medians.</summary>
    private static async Task<double> CompareAsync(List<(string Name, string Url)> targets, bool quick, CancellationToken ct)
    {
        var (rounds, seconds) = quick ? (3, 1) : (7, 3);
        foreach (var (_, url) in targets)
        {
            await LoadGenerator.RunAsync(url, quick ? 2 : 4, ct);   // tiered compilation
        }

        var seen = targets.ToDictionary(target => target.Name, _ => new List<Round>(), StringComparer.Ordinal);
        for (var i = 0; i < rounds; i++)
        {
            foreach (var (name, url) in targets)
            {
                seen[name].Add(await LoadGenerator.RunAsync(url, seconds, ct));
            }
        }

        var floor = Median(seen["bare YARP"].Select(round => round.PerSecond));
        Print($"{"",-12} {"requests/s",12} {"p99 ms",10} {"of bare YARP",14}");
        foreach (var (name, all) in seen)
        {
            var rate = Median(all.Select(round => round.PerSecond));
            Print($"{name,-12} {rate,12:N0} {Median(all.Select(round => round.P99Milliseconds)),10:F2} {rate / floor,14:F2}");
        }

        // Rounds next to each other saw the same machine; their ratios say more than the ratio of two medians.
        var ratio = Median(seen["gateway"].Zip(seen["bare YARP"], (ours, bare) => ours.PerSecond / bare.PerSecond));
        Print($"gateway / bare YARP, median of {rounds} pairs: {ratio:F3} (target {Target})");
        return ratio;
    }

    private static async Task AllocationsAsync(DirectoryInfo folder, string[] destinations, bool quick, CancellationToken ct)
    {
        var seconds = quick ? 1 : 3;
        double bare, ours, sticky;
        await using (var yarp = await Roles.StartBareYarpAsync(destinations, ct))
        {
            bare = await BytesPerRequestAsync(yarp.Urls.Single(), seconds, ct);
        }

        await using (var gateway = await Subject.StartHostAsync(folder, ct))
        {
            await Subject.ApplyAsync(gateway.Contact.Admin, gateway.Contact.Token, 1, 500, destinations, ct);
            ours = await BytesPerRequestAsync(gateway.Contact.Urls[0], seconds, ct);
            await Subject.ApplyAsync(gateway.Contact.Admin, gateway.Contact.Token, 2, 500, destinations, ct, sticky: true);
            sticky = await BytesPerRequestAsync(gateway.Contact.Urls[0], seconds, ct);
        }

        Print($"allocated per request: gateway {ours:N0} B, bare YARP {bare:N0} B, difference {ours - bare:+#,0;-#,0;0} B; of users who stay {sticky:N0} B");
    }

    private static async Task<double> BytesPerRequestAsync(string url, int seconds, CancellationToken ct)
    {
        await LoadGenerator.RunAsync(url, 1, ct);
        var before = GC.GetTotalAllocatedBytes(precise: true);
        var round = await LoadGenerator.RunAsync(url, seconds, ct);
        return (double)(GC.GetTotalAllocatedBytes(precise: true) - before) / round.Requests;
    }

    private static async Task<double> SplitsAsync(DirectoryInfo folder, string[] destinations, CancellationToken ct)
    {
        const int Requests = 10_000;
        var worst = 0d;
        await using var gateway = await Subject.StartHostAsync(folder, ct);
        using var client = new HttpClient();
        int[] weights = [1, 10, 50, 500];
        for (var i = 0; i < weights.Length; i++)
        {
            await Subject.ApplyAsync(gateway.Contact.Admin, gateway.Contact.Token, 3 + i, weights[i], destinations, ct);
            var answers = new ConcurrentBag<string>();
            await Parallel.ForEachAsync(
                Enumerable.Range(0, Requests),
                new ParallelOptions { MaxDegreeOfParallelism = 32, CancellationToken = ct },
                async (_, token) => answers.Add(await client.GetStringAsync(new Uri(gateway.Contact.Urls[0]), token)));
            var served = 100.0 * answers.Count(answer => answer is "2") / Requests;
            var error = Math.Abs(served - (weights[i] / 10.0));
            worst = Math.Max(worst, error);
            Print($"split at {Requests:N0} requests: asked {weights[i] / 10.0,4:F1} %, served {served,6:F2} %, off by {error:F2} points (target 0.5)");
        }

        return worst;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static void Print(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));
}
