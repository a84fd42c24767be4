using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Sluice.Benchmarks.Store;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Engine.Audit;
using Sluice.Engine.Store;

namespace Sluice.Benchmarks.Audit;

/// <summary>What the chain over events and audit entries costs: to link, to check, and for the appends beside it.</summary>
internal static class AuditBenchmark
{
    private const int Items = 100_000;
    private const int Clients = 4;
    private static readonly TimeSpan s_spell = TimeSpan.FromSeconds(3);
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static async Task<int> RunAsync(string[] args, CancellationToken ct)
    {
        await using var database = await BenchDatabase.StartAsync(ct);
        await new StoreSchema(database.Source, [new MartenTables(), new StoreTables(), new AuditTables()], Options.Create(new StoreOptions())).ApplyAsync(ct);
        var catalogue = EventCatalogue.Scan([typeof(DomainEvent).Assembly]);
        await using var store = new PostgresEventStore(database.Source, catalogue, TimeProvider.System, NullLogger<PostgresEventStore>.Instance);
        var trail = new AuditTrail(database.Source, TimeProvider.System, NullLogger<AuditTrail>.Instance);
        Machine.Introduce("audit", "embedded PostgreSQL with default settings");

        await FillAsync(database, ct);
        var report = new Report();
        using var writer = new ChainWriter(database.Source, catalogue);
        var began = TimeProvider.System.GetTimestamp();
        while (await writer.LinkNextAsync(ct))
        {
            // Until everything is linked.
        }

        Report.Note("linking 100,000 items", TimeProvider.System.GetElapsedTime(began).TotalSeconds, "s");
        await CheckAsync(database, report, ct);

        // By turns, so that what else the machine does meets both alike.
        var (alone, beside) = (new List<double>(), new List<double>());
        for (var round = 0; round < (args.Contains("--quick", StringComparer.Ordinal) ? 2 : 5); round++)
        {
            alone.Add(await AppendAsync(store, round * 2, ct));
            using var chainer = new Chainer(writer, trail, store, TimeProvider.System, NullLogger<Chainer>.Instance);
            await chainer.StartAsync(ct);
            beside.Add(await AppendAsync(store, (round * 2) + 1, ct));
            await chainer.StopAsync(ct);
        }

        Report.Note("appends per second, 4 clients, chain not running", Median(alone), "1/s");
        Report.Note("appends per second, 4 clients, chain running", Median(beside), "1/s");
        return report.ExitCode;
    }

    private static async Task CheckAsync(BenchDatabase database, Report report, CancellationToken ct)
    {
        var verifier = new AuditVerifier(database.Source);
        await verifier.VerifyAsync(TenantId.Default, known: null, ct);
        var seconds = new List<double>();
        var before = GC.GetTotalAllocatedBytes();
        for (var i = 0; i < 5; i++)
        {
            var began = TimeProvider.System.GetTimestamp();
            var found = await verifier.VerifyAsync(TenantId.Default, known: null, ct);
            seconds.Add(TimeProvider.System.GetElapsedTime(began).TotalSeconds);
            if (!found.IsWhole || found.Links != Items)
            {
                throw new InvalidOperationException(AuditCheck.SentenceOf(found));
            }
        }

        report.Below("checking 100,000 items, median of 5", Median(seconds), 10, "s");
        Report.Note("allocated per checked item", (GC.GetTotalAllocatedBytes() - before) / 5.0 / Items, "bytes");
        Report.Note("heap after the checks", GC.GetTotalMemory(forceFullCollection: true) / 1048576.0, "MiB");
    }

    /// <summary>Nine events of the size of a decision with its evidence to one entry.</summary>
    private static Task FillAsync(BenchDatabase database, CancellationToken ct) => database.ExecuteAsync(
        $$"""
        insert into mt_streams (tenant_id, id, type, version) select '*DEFAULT*', 'deployment-shop-' || s, 'deployment', {{Items}} * 9 / 10 / 100 from generate_series(1, 100) s;
        insert into mt_events (seq_id, id, stream_id, version, data, type, timestamp, tenant_id, is_archived)
        select nextval('mt_events_sequence'), gen_random_uuid(), 'deployment-shop-' || (1 + n % 100), 1 + n / 100,
            jsonb_build_object('text', repeat(md5(n::text), 20), 'origin', jsonb_build_object('at', '2026-03-01T12:00:00+00:00', 'by', jsonb_build_object('kind', 'Person', 'name', 'ann'),
                'reason', 'because', 'order', jsonb_build_object('command', 'add_note', 'from', 'ui', 'version', 7))),
            'note_added', now(), '*DEFAULT*', false
        from generate_series(0, {{Items}} * 9 / 10 - 1) n;
        insert into sluice_audit (tenant_id, at, actor, action, object, outcome, reason, source)
        select '*DEFAULT*', now(), 'ann', 'promote', 'shop-1', 'refused', 'Not now.', 'api' from generate_series(1, {{Items}} / 10);
        analyze;
        """,
        ct);

    private static async Task<double> AppendAsync(PostgresEventStore store, int round, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        var counts = await Task.WhenAll(Enumerable.Range(0, Clients).Select(async client =>
        {
            var stream = string.Create(CultureInfo.InvariantCulture, $"deployment-load-{(round * Clients) + client}");
            long version = 0;
            while (TimeProvider.System.GetElapsedTime(began) < s_spell)
            {
                var note = new DeploymentEvent.NoteAdded("A note.") { Origin = new Origin(s_noon, Actor.Person("ann")) { Order = new("add_note", "ui", Seen: null, version + 1) } };
                await store.AppendAsync(new(TenantId.Default, s_noon, [new StreamAppend(stream, "deployment", version++, [note])]), ct);
            }

            return version;
        }));
        return counts.Sum() / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    private static double Median(List<double> values) => Report.At([.. values.Order()], 0.5);
}
