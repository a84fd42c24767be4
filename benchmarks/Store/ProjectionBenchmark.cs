using System.Diagnostics;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Sluice.Domain;
using Sluice.Engine.Store;

namespace Sluice.Benchmarks.Store;

/// <summary>From the commit of an event to its row in the read model, seen by a query.</summary>
internal sealed class ProjectionBenchmark(BenchDatabase database, Measure measure, int count)
{
    private const double TargetMilliseconds = 50;

    public async Task RunAsync(CancellationToken ct)
    {
        await using var writer = database.OpenStore();
        await using var otherNode = database.OpenStore();
        measure.ReportLatency("commit to projection visible, same node", await LatenciesAsync(writer, writer, "same", ct), TargetMilliseconds);
        measure.ReportLatency("commit to projection visible, another node", await LatenciesAsync(writer, otherNode, "other", ct), TargetMilliseconds);
    }

    private async Task<List<double>> LatenciesAsync(PostgresEventStore writer, PostgresEventStore reader, string stream, CancellationToken ct)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var model = new ReadModel<BenchRow>(new BenchBoard(), reader, database.Source, TimeProvider.System, NullLogger<Subscription>.Instance);
        var running = model.Subscribe().RunAsync(end.Token);
        var latencies = new List<double>();
        for (var version = 0; version < count; version++)
        {
            await writer.AppendAsync(new(TenantId.Default, BenchEvent.Stamp.At, [new(stream, "bench", version, [BenchEvent.Number(version)])]), ct);
            var clock = Stopwatch.StartNew();
            while (await VersionAsync(stream, ct) <= version)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(0.5), TimeProvider.System, ct);
            }

            if (version > 5)
            {
                latencies.Add(clock.Elapsed.TotalMilliseconds);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(7 * (version % 9)), TimeProvider.System, ct);
        }

        await end.CancelAsync();
        await running;
        return latencies;
    }

    private async Task<long> VersionAsync(string stream, CancellationToken ct)
    {
        await using var command = database.Source.CreateCommand("select version from bench_board where tenant_id = $1 and id = $2");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = TenantId.Default.Value });
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = stream });
        return await command.ExecuteScalarAsync(ct) as long? ?? 0;
    }
}
