using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Engine.Audit;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Store;

namespace Sluice.Engine.Tests.Audit;

/// <summary>The audit log on a database of a test: a store to append to, a trail, and as many chain writers as there are nodes.</summary>
internal sealed class AuditRun : IAsyncDisposable
{
    private static readonly DateTimeOffset s_noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private readonly TestDatabase _database;
    private readonly List<ChainWriter> _writers = [];

    private AuditRun(TestDatabase database)
    {
        _database = database;
        Store = new(database.DataSource, Catalogue, TimeProvider.System, NullLogger<PostgresEventStore>.Instance);
        Trail = new(database.DataSource, TimeProvider.System, NullLogger<AuditTrail>.Instance);
        Verifier = new(database.DataSource);
        Log = new(database.DataSource);
    }

    public static EventCatalogue Catalogue { get; } = EventCatalogue.Scan([typeof(DomainEvent).Assembly]);

    public PostgresEventStore Store { get; }

    public AuditTrail Trail { get; }

    public AuditVerifier Verifier { get; }

    public AuditLog Log { get; }

    public TestDatabase Database => _database;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<AuditRun> CreateAsync(PostgresFixture postgres) => new(await postgres.CreateDatabaseAsync(Ct, new AuditTables()));

    public ChainWriter Writer()
    {
        var writer = new ChainWriter(_database.DataSource, Catalogue);
        _writers.Add(writer);
        return writer;
    }

    /// <summary>Links everything that is stored.</summary>
    public async Task LinkAsync()
    {
        var writer = Writer();
        while (await writer.LinkNextAsync(Ct) || writer.HeldUp)
        {
            // Until nothing is left.
        }
    }

    /// <summary>Notes of a person, one order each.</summary>
    public Task NoteAsync(int version, string text = "A note.", string deployment = "shop-1", string tenant = "*DEFAULT*") => Store.AppendAsync(
        new(
            new TenantId(tenant),
            s_noon,
            [new StreamAppend("deployment-" + deployment, "deployment", version - 1, [new DeploymentEvent.NoteAdded(text) { Origin = Given(version) }])]),
        Ct);

    public ValueTask RefuseAsync(string action = "promote", string actor = "ben", string tenant = "*DEFAULT*") => Trail.RecordAsync(
        new(new TenantId(tenant), s_noon, actor, action, "shop-1", AuditOutcome.Refused, "Not now.", "api", "192.0.2.7", """{"b": 1, "a": 2}""")
        {
            Service = "shop",
            Deployment = "shop-1",
            Seen = 3,
            Version = 4,
        },
        Ct);

    public Task<ChainReport> VerifyAsync(KnownLink? known = null, string tenant = "*DEFAULT*") => Verifier.VerifyAsync(new TenantId(tenant), known, Ct);

    public async Task ExecuteAsync(string sql)
    {
        await using var command = _database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }

    public async ValueTask DisposeAsync()
    {
        _writers.ForEach(writer => writer.Dispose());
        await Store.DisposeAsync();
        await _database.DisposeAsync();
    }

    private static Origin Given(long version) =>
        new(s_noon, Actor.Person("ann"), "because") { Order = new("add_note", "ui", Seen: null, version) };
}
