using Sluice.Benchmarks.Store;
using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Metrics.Served;

namespace Sluice.Benchmarks.Served;

/// <summary>What it costs to keep seven days of live releases by the minute, and to try rules on them.</summary>
internal static class ServedBenchmark
{
    private const int Places = 1_000;
    private const int WeekMinutes = 7 * 24 * 60;
    private const int PlacesOfAWeek = 5;
    private const double MostWriteMilliseconds = 1_000;
    private const double MostAnswerMilliseconds = 1_000;
    private static readonly DateTimeOffset s_monday = new(2026, 3, 2, 0, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        var rounds = args.Contains("--quick", StringComparer.Ordinal) ? 3 : 9;
        await using var database = await BenchDatabase.StartAsync(ct);
        var table = new ServedTable(database.Source);
        await database.ExecuteAsync(table.Sql, ct);
        Machine.Introduce("served", $"embedded PostgreSQL with default settings; medians of {rounds} rounds; ten requests a second from three instances, log-normal latencies");
        var (report, traffic) = (new Report(), new ServedTraffic());

        List<double> writes = [];
        for (var round = 0; round < rounds; round++)
        {
            var minute = s_monday.AddMinutes(round);
            List<(PlaceKey, ServedMinute)> all = [.. Enumerable.Range(0, Places).Select(place => (Place(place), traffic.Minute(minute)))];
            writes.Add(await MillisecondsAsync(() => table.WriteAsync(all, ct)));
        }

        report.Below($"one minute of {Places:N0} places, in one statement", Median(writes), MostWriteMilliseconds, "ms");
        Report.Note($"{rounds} minutes of {Places:N0} places made one row each", await MillisecondsAsync(() => table.FoldAsync(s_monday.AddHours(1), ct)), "ms");
        await database.ExecuteAsync("truncate sluice_served", ct);

        for (var hour = 0; hour < WeekMinutes / 60; hour++)
        {
            await table.WriteAsync([.. from place in Enumerable.Range(0, PlacesOfAWeek) from minute in Enumerable.Range(hour * 60, 60) select (Place(place), traffic.Minute(s_monday.AddMinutes(minute)))], ct);
        }

        await SizeAsync("by the minute, before hours are made of them");
        await table.FoldAsync(s_monday.AddDays(7), ct);
        await database.ExecuteAsync("vacuum full sluice_served", ct);
        await SizeAsync("by the hour");

        var plan = PlanBuilder.Build(new(PlanKind.Stepped)).Plan!;
        var terms = LedgerTerms.For(plan, new() { ErrorRate = 0.05 }, new(), AnalysisSettings.Usual);
        List<double> answers = [];
        DaysBackTestResult? result = null;
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        for (var round = 0; round < rounds; round++)
        {
            answers.Add(await MillisecondsAsync(async () => result = DaysBackTest.Of(terms, plan, await table.ReadAsync(Place(0), s_monday, ct), ct)));
        }

        Report.Note("allocated for an answer", (GC.GetTotalAllocatedBytes(precise: true) - allocated) / (double)rounds / (1024 * 1024), "MiB");
        report.Below($"seven days read and tried, {result!.Starts} starts ({result.Returned} returned, {result.Held} held)", Median(answers), MostAnswerMilliseconds, "ms");
        return report.ExitCode;

        async Task SizeAsync(string what)
        {
            Report.Note($"rows of a place and week, {what}", await ScalarAsync("select count(*) from sluice_served") / PlacesOfAWeek, "rows");
            Report.Note("    in packed minutes", await ScalarAsync("select sum(length(minutes)) from sluice_served") / PlacesOfAWeek / 1024, "KiB");
            Report.Note("    in table, key and what is stored beside it", await ScalarAsync("select pg_total_relation_size('sluice_served')") / PlacesOfAWeek / 1024, "KiB");
        }

        async Task<double> ScalarAsync(string sql)
        {
            await using var command = database.Source.CreateCommand(sql);
            return Convert.ToDouble(await command.ExecuteScalarAsync(ct), System.Globalization.CultureInfo.InvariantCulture);
        }
    }

    private static PlaceKey Place(int number) => new(TenantId.Default, ServiceName.From($"service-{number}"), EnvironmentName.From("production"));

    private static double Median(List<double> values) => Report.At([.. values.Order()], 0.5);

    private static async Task<double> MillisecondsAsync(Func<Task> work)
    {
        var start = TimeProvider.System.GetTimestamp();
        await work();
        return TimeProvider.System.GetElapsedTime(start).TotalMilliseconds;
    }
}
