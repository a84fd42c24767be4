using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Domain;
using Sluice.Engine.Audit;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Tests.Traffic;

namespace Sluice.Engine.Tests.Audit;

/// <summary>Entries on their way into the table and from there into the list.</summary>
public sealed class TrailTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_entry_that_cannot_be_stored_is_told_loudly_and_ends_nothing()
    {
        await using var nowhere = StoreDataSource.Create("Host=127.0.0.1;Port=1;Username=x;Timeout=2", "public");
        var log = new Lines();

        await new AuditTrail(nowhere, TimeProvider.System, log).RecordAsync(Entry("ben", "Not now."), Ct);

        var (level, text) = Assert.Single(log.Written);
        Assert.Equal(LogLevel.Error, level);
        Assert.Equal("The audit log lacks an entry: ben tried promote on shop-1, refused, from ui", text);
    }

    [Fact]
    public async Task What_strangers_send_is_stored_shortened_and_without_what_the_database_cannot_keep()
    {
        await using var run = await AuditRun.CreateAsync(postgres);

        await run.Trail.RecordAsync(Entry("b\0en", new string('x', 1_000_000)) with { Diff = "no json" }, new CancellationToken(canceled: true));
        await run.LinkAsync();

        var line = Assert.Single((await run.Log.ListAsync(TenantId.Default, new(), before: null, 10, Ct)).Lines);
        Assert.Equal("b\uFFFDen", line.Actor);
        Assert.Equal(4_001, line.Reason!.Length);
        Assert.Equal("\"no json\"", line.Diff);
    }

    [Fact]
    public async Task The_running_chain_brings_events_and_entries_into_the_list()
    {
        await using var run = await AuditRun.CreateAsync(postgres);
        using var chainer = new Chainer(run.Writer(), run.Trail, run.Store, TimeProvider.System, NullLogger<Chainer>.Instance);
        await chainer.StartAsync(Ct);

        await run.NoteAsync(1);
        await Eventually.GetAsync("the event in the list", () => CountAsync(run), count => count == 1);
        await run.RefuseAsync();
        await Eventually.GetAsync("the entry in the list", () => CountAsync(run), count => count == 2);

        await chainer.StopAsync(Ct);
        Assert.Equal(2, (await run.VerifyAsync()).Links);
    }

    private static async Task<int> CountAsync(AuditRun run) => (await run.Log.ListAsync(TenantId.Default, new(), before: null, 10, Ct)).Lines.Count;

    private static AuditEntry Entry(string actor, string reason) =>
        new(TenantId.Default, new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), actor, "promote", "shop-1", AuditOutcome.Refused, reason, "ui", Address: null, Diff: null);

    private sealed class Lines : ILogger<AuditTrail>
    {
        public ConcurrentQueue<(LogLevel Level, string Text)> Written { get; } = new();

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Written.Enqueue((logLevel, formatter(state, exception)));
    }
}
