using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Sluice.Domain;
using Sluice.Domain.Events;
using Sluice.Engine.Store;
using static Sluice.Engine.Tests.Store.Tea;

namespace Sluice.Engine.Tests.Store;

/// <summary>The contract on real PostgreSQL, and what is particular to Marten's tables.</summary>
public sealed class PostgresEventStoreTests(PostgresFixture postgres) : EventStoreContract, IAsyncLifetime
{
    private TestDatabase _database = null!;
    private PostgresEventStore _store = null!;

    protected override IEventStore Store => _store;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync(Ct);
        _store = StoreWith(Catalogue());
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task All_streams_of_a_type_are_read_whole_and_one_that_is_not_understood_is_named()
    {
        await Store.AppendAsync(Append(Count("tea-1", 0, 1), Count("tea-2", 0, 5)), Ct);
        await Store.AppendAsync(Append(Count("tea-1", 1, 2, 3)), Ct);
        await Store.AppendAsync(Append(Count("tea-3", 0, 9)), Ct);
        await _database.ScalarAsync("update mt_events set type = 'cup_broken' where stream_id = 'tea-3'");
        await _database.ScalarAsync("update mt_streams set type = 'tea'");

        var read = await new StreamDirectory(_database.DataSource, Catalogue()).ReadAsync("tea", Ct).ToListAsync(Ct);

        Assert.Equal(["tea-1", "tea-2", "tea-3"], read.Select(whole => whole.Stream));
        Assert.Equal([1, 2, 3], Numbers(read[0].Events!));
        Assert.Equal([5], Numbers(read[1].Events!));
        Assert.Null(read[2].Events);
        Assert.Empty(await new StreamDirectory(_database.DataSource, Catalogue()).ReadAsync("coffee", Ct).ToListAsync(Ct));
    }

    [Fact]
    public async Task A_refused_append_burns_no_number()
    {
        await Store.AppendAsync(Append(Count("house", 0, 1)) with { CommandId = "c-1" }, Ct);
        await Store.AppendAsync(Append(Count("tea-1", 0, 2)), Ct);
        AppendRequest[] refused =
        [
            Append(Count("tea-1", 0, 3)),
            Append(Count("tea-1", 0, 3, 4)),
            Append(Count("tea-1", 7, 3)),
            Append(Count("tea-1", 7, 3, 4)),
            Append(Count("tea-1", 1, 3)) with { CommandId = "c-1" },
            Append(Count("tea-1", 1, 3, 4)) with { CommandId = "c-1" },
            Append(Count("house", 1, 3), Count("tea-1", 7, 4)),
            Append(Count("house", 1, 3), Count("tea-1", 0, 4)),
            Append(Count("house", 1, 3), Count("tea-1", 1, 4)) with { CommandId = "c-1" },
        ];

        foreach (var request in refused)
        {
            var refusal = await Record.ExceptionAsync(() => Store.AppendAsync(request, Ct));
            Assert.True(refusal is StreamConflictException or CommandRepeatedException, $"{request}: {refusal}");
        }

        Assert.Equal(2L, await _database.ScalarAsync("select last_value from mt_events_sequence"));
        await Store.AppendAsync(Append(Count("tea-1", 1, 3)), Ct);
        Assert.Equal(3, (await Store.ReadAllAsync(0, 10, Ct)).Position);
    }

    [Fact]
    public async Task Rows_are_what_Marten_expects()
    {
        var origin = new Origin(Noon, Actor.Person("maria"));
        await Store.AppendAsync(Append(new StreamAppend("tea-1", "tea", 0, [new TeaEvent.TeaServed(TeaKind.GreenLeaf, ["milk"]) { Origin = origin }])), Ct);
        await Store.AppendAsync(Append(Count("tea-1", 1, 1, 2)), Ct);

        var payload = JsonNode.Parse((string)(await _database.ScalarAsync("select data::text from mt_events where version = 1"))!)!;
        Assert.Equal("GreenLeaf", (string?)payload["kind"]);
        Assert.Equal("milk", (string?)payload["extras"]![0]);
        Assert.Equal("Person", (string?)payload["origin"]!["by"]!["kind"]);
        Assert.Equal("2026-03-01T12:00:00+00:00", (string?)payload["origin"]!["at"]);
        Assert.Equal(
            "tea_served|Sluice.Engine.Tests.Store.TeaEvent+TeaServed, Sluice.Engine.Tests|*DEFAULT*|false|t",
            await _database.ScalarAsync("select concat_ws('|', type, mt_dotnet_type, tenant_id, is_archived::text, bdata is null) from mt_events where version = 1"));
        Assert.Equal("tea|3|*DEFAULT*|f", await _database.ScalarAsync("select concat_ws('|', type, version, tenant_id, is_archived) from mt_streams where id = 'tea-1'"));
        Assert.Equal("1:1,2:2,3:3", await _database.ScalarAsync("select string_agg(version || ':' || seq_id, ',' order by version) from mt_events"));
    }

    [Fact]
    public async Task A_number_of_a_rolled_back_transaction_is_passed_at_once()
    {
        await Store.AppendAsync(Append(Count("tea-1", 0, 1)), Ct);
        await _database.ScalarAsync("select nextval('mt_events_sequence')");
        await Store.AppendAsync(Append(Count("tea-1", 1, 2)), Ct);

        Assert.Equal([1, 2], Numbers((await Store.ReadAllAsync(0, 10, Ct)).Events));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_slow_writer_is_waited_for(bool commits)
    {
        await using var slow = await SlowWriter.BeginAsync(_database.DataSource, "tea-slow", Ct);
        await Store.AppendAsync(Append(Count("tea-1", 0, 2)), Ct);
        await Store.AppendAsync(Append(Count("tea-1", 1, 3)), Ct);

        var before = await Store.ReadAllAsync(0, 10, Ct);
        Assert.Equal((0, 0), (before.Events.Count, before.Position));

        await slow.InsertAsync(1, Ct);
        Assert.Empty((await Store.ReadAllAsync(0, 10, Ct)).Events);

        await slow.EndAsync(commits, Ct);
        Assert.Equal(commits ? [1, 2, 3] : [2, 3], Numbers((await Store.ReadAllAsync(0, 10, Ct)).Events));
    }

    [Fact]
    public async Task Later_slow_writers_do_not_hold_up_an_earlier_number()
    {
        await using var first = await SlowWriter.BeginAsync(_database.DataSource, "tea-first", Ct);
        await Store.AppendAsync(Append(Count("tea-1", 0, 1)), Ct);
        Assert.Empty((await Store.ReadAllAsync(0, 10, Ct)).Events);
        await using var second = await SlowWriter.BeginAsync(_database.DataSource, "tea-second", Ct);
        await Store.AppendAsync(Append(Count("tea-1", 1, 2)), Ct);

        await first.EndAsync(commits: false, Ct);

        Assert.Equal([1], Numbers((await Store.ReadAllAsync(0, 10, Ct)).Events));
        await second.EndAsync(commits: false, Ct);
        Assert.Equal([1, 2], Numbers((await Store.ReadAllAsync(0, 10, Ct)).Events));
    }

    [Fact]
    public async Task A_session_that_idles_in_a_transaction_holds_up_nobody()
    {
        await using var connection = await _database.DataSource.OpenConnectionAsync(Ct);
        await using var idle = await connection.BeginTransactionAsync(Ct);
        await using var look = new NpgsqlCommand("select txid_current(), count(*), max(last_value) from mt_events, mt_events_sequence", connection, idle);
        await look.ExecuteScalarAsync(Ct);
        await _database.ScalarAsync("select nextval('mt_events_sequence')");
        await Store.AppendAsync(Append(Count("tea-1", 0, 1)), Ct);

        Assert.Equal([1], Numbers((await Store.ReadAllAsync(0, 10, Ct)).Events));
    }

    [Fact]
    public async Task Nothing_is_missed_among_writers_that_roll_back_and_writers_that_are_slow()
    {
        const int Writers = 6, Each = 25;
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => RoughWriterAsync(writer, Each)));
        var (seen, position) = (new List<Recorded>(), 0L);
        while (!writing.IsCompleted || (await Store.ReadAllAsync(position, 1, Ct)).Position > position)
        {
            var page = await Store.ReadAllAsync(position, 40, Ct);
            seen.AddRange(page.Events);
            position = page.Position;
        }

        await writing;
        Assert.Equal(await _database.ScalarAsync("select count(*) from mt_events"), (long)seen.Count);
        Assert.Equal(seen.Count, seen.Select(recorded => recorded.Position).Distinct().Count());
    }

    [Fact]
    public async Task Unknown_kinds_stop_a_stream_are_passed_in_the_whole_and_shown_raw()
    {
        await Store.AppendAsync(Append(Count("tea-1", 0, 1, 2, 3)), Ct);
        await _database.ScalarAsync("update mt_events set type = 'coffee_made' where version = 2");

        var unknown = await Assert.ThrowsAsync<UnknownEventException>(() => Store.ReadStreamAsync(Tenant, "tea-1", 0, toVersion: null, Ct));
        var all = await Store.ReadAllAsync(0, 10, Ct);
        var raw = await Store.ReadRawAsync(Tenant, "tea-1", 1, 1, Ct);

        Assert.Equal(("coffee_made", 2L), (unknown.Type, unknown.Version));
        Assert.Equal([1, 3], Numbers(all.Events));
        Assert.Equal(3, all.Position);
        Assert.Equal(("coffee_made", 2L), (raw.Single().Type, raw.Single().Version));
        Assert.Equal(2, (int)JsonNode.Parse(raw.Single().Data)!["number"]!);
    }

    [Fact]
    public async Task Archived_streams_and_tombstones_are_not_read()
    {
        await Store.AppendAsync(Append(Count("tea-1", 0, 1)), Ct);
        await Store.AppendAsync(Append(Count("tea-2", 0, 2)), Ct);
        await _database.ScalarAsync("update mt_events set is_archived = true where stream_id = 'tea-1'; update mt_streams set is_archived = true where id = 'tea-1'");
        await _database.ScalarAsync("""
            insert into mt_streams (id, version) values ('mt_tombstone', 0);
            insert into mt_events (seq_id, id, stream_id, version, data, type) values (nextval('mt_events_sequence'), gen_random_uuid(), 'mt_tombstone', 3, '{}', 'tombstone')
            """);

        var all = await Store.ReadAllAsync(0, 10, Ct);

        Assert.Equal([2], Numbers(all.Events));
        Assert.Equal(3, all.Position);
        Assert.Empty(await Store.ReadStreamAsync(Tenant, "tea-1", 0, toVersion: null, Ct));
        Assert.Empty(await Store.ReadStreamAsync(Tenant, "mt_tombstone", 0, toVersion: null, Ct));
        await Assert.ThrowsAsync<StreamConflictException>(() => Store.AppendAsync(Append(Count("tea-1", 1, 3)), Ct));
    }

    [Fact]
    public async Task Old_events_are_read_as_new_ones()
    {
        await Store.AppendAsync(Append(new StreamAppend("tea-1", "tea", 0, [new TeaEvent.TeaServed(TeaKind.Black, [])])), Ct);
        var types = new[] { typeof(TeaEvent.TeaServedV2) };
        await using var today = StoreWith(new EventCatalogue(types, [new("tea_served", "tea_served_v2", node => { node["waiter"] = "unknown"; return node; })]));

        var read = await today.ReadStreamAsync(Tenant, "tea-1", 0, toVersion: null, Ct);

        Assert.Equal(new TeaEvent.TeaServedV2(TeaKind.Black, [], "unknown"), read.Single().Event);
    }

    [Fact]
    public async Task An_append_on_another_node_wakes_a_reader()
    {
        await using var other = StoreWith(Catalogue());
        await Store.WaitForAppendAsync(Ct);   // the listener is up, or the poll has passed
        var position = 0L;
        var reading = Task.Run(
            async () =>
            {
                while (position == 0)
                {
                    var appended = Store.WaitForAppendAsync(Ct);
                    position = (await Store.ReadAllAsync(0, 10, Ct)).Position;
                    await appended;
                }
            },
            Ct);

        await other.AppendAsync(Append(Count("tea-1", 0, 1)), Ct);

        await reading.WaitAsync(TimeSpan.FromSeconds(20), Ct);
        Assert.Equal(1, position);
    }

    [Fact]
    public async Task A_database_that_is_away_is_said_to_be_away()
    {
        await using var nowhere = StoreDataSource.Create("Host=127.0.0.1;Port=1;Username=x;Password=x;Timeout=2", "public");
        await using var store = new PostgresEventStore(nowhere, Catalogue(), TimeProvider.System, NullLogger<PostgresEventStore>.Instance);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.AppendAsync(Append(Count("tea-1", 0, 1)), Ct));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ReadAllAsync(0, 10, Ct));
        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ReadStreamAsync(Tenant, "tea-1", 0, toVersion: null, Ct));
    }

    private PostgresEventStore StoreWith(EventCatalogue catalogue) =>
        new(_database.DataSource, catalogue, TimeProvider.System, NullLogger<PostgresEventStore>.Instance);

    private async Task RoughWriterAsync(int writer, int count)
    {
        var version = 0;
        for (var i = 0; i < count; i++)
        {
            await using var slow = await SlowWriter.BeginAsync(_database.DataSource, $"rough-{writer}-{i}", Ct);
            await Store.AppendAsync(Append(Count($"tea-{writer}", version++, i)), Ct);
            await slow.InsertAsync(i, Ct);
            await slow.EndAsync(commits: (writer + i) % 3 != 0, Ct);
        }
    }
}
