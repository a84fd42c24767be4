using Sluice.Engine.Store;

namespace Sluice.Engine.Tests.Store;

public sealed class StoreSchemaTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestDatabase _database = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _database = await postgres.CreateEmptyDatabaseAsync(Ct);

    public ValueTask DisposeAsync() => _database.DisposeAsync();

    [Fact]
    public async Task Nodes_that_start_together_make_one_schema()
    {
        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => _database.Schema(new Part("create table if not exists sluice_test (id int)")).ApplyAsync(Ct))));
        await _database.Schema().ApplyAsync(Ct);

        Assert.Equal(6L, await _database.ScalarAsync("select count(*) from pg_tables where schemaname = 'public'"));
    }

    [Fact]
    public async Task Names_of_keys_and_columns_are_those_of_Marten()
    {
        await _database.Schema().ApplyAsync(Ct);

        Assert.Equal(
            """
            mt_event_progression pk_mt_event_progression PRIMARY KEY (name)
            mt_events fkey_mt_events_stream_id_tenant_id FOREIGN KEY (tenant_id, stream_id) REFERENCES mt_streams(tenant_id, id)
            mt_events pkey_mt_events_seq_id PRIMARY KEY (seq_id)
            mt_streams pkey_mt_streams_tenant_id_id PRIMARY KEY (tenant_id, id)
            """,
            await _database.ScalarAsync("""
                select string_agg(concat_ws(' ', conrelid::regclass, conname, pg_get_constraintdef(oid)), E'\n' order by conrelid::regclass::text, conname)
                from pg_constraint where conrelid::regclass::text like 'mt\_%' and contype in ('p', 'f', 'u', 'c')
                """));
        Assert.Equal(
            "CREATE UNIQUE INDEX pk_mt_events_stream_and_version ON public.mt_events USING btree (tenant_id, stream_id, version)",
            await _database.ScalarAsync("select indexdef from pg_indexes where tablename = 'mt_events' and indexname <> 'pkey_mt_events_seq_id'"));
        Assert.Equal(
            """
            mt_event_progression: name character varying!, last_seq_id bigint, last_updated timestamp with time zone
            mt_events: seq_id bigint!, id uuid!, stream_id character varying, version bigint!, data jsonb!, bdata bytea, type character varying(500)!, timestamp timestamp with time zone!, tenant_id character varying, mt_dotnet_type character varying, is_archived boolean
            mt_streams: tenant_id character varying!, id character varying!, type character varying, version bigint, timestamp timestamp with time zone!, created timestamp with time zone!, is_archived boolean
            """,
            await _database.ScalarAsync("""
                select string_agg(line, E'\n' order by line) from (
                    select attrelid::regclass || ': ' || string_agg(attname || ' ' || format_type(atttypid, atttypmod) || case when attnotnull then '!' else '' end, ', ' order by attnum) as line
                    from pg_attribute where attrelid::regclass::text in ('mt_streams', 'mt_events', 'mt_event_progression') and attnum > 0 group by attrelid) as tables
                """));
        Assert.Equal("mt_events.seq_id 1", await _database.ScalarAsync("""
            select refobjid::regclass || '.' || attname || ' ' || seqcache from pg_depend
            join pg_attribute on attrelid = refobjid and attnum = refobjsubid join pg_sequence on seqrelid = objid
            where objid = 'mt_events_sequence'::regclass and deptype = 'a'
            """));
    }

    [Fact]
    public async Task A_part_that_cannot_be_applied_is_named_and_leaves_nothing()
    {
        var refusal = await Assert.ThrowsAsync<StoreSchemaException>(() => _database.Schema(new Part("create tabel x")).ApplyAsync(Ct));

        Assert.Contains("'test'", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(0L, await _database.ScalarAsync("select count(*) from pg_tables where schemaname = 'public'"));
    }

    [Fact]
    public async Task Tables_of_a_Marten_with_other_settings_are_left_alone()
    {
        await _database.ScalarAsync("create table mt_streams (id uuid constraint pkey_mt_streams_id primary key, tenant_id varchar, version bigint)");

        await Assert.ThrowsAsync<StoreSchemaException>(() => _database.Schema().ApplyAsync(Ct));

        Assert.Null(await _database.ScalarAsync("select to_regclass('mt_events')::text") as string);
    }

    private sealed class Part(string sql) : ISchemaPart
    {
        public string Name => "test";

        public string Sql => sql;
    }
}
