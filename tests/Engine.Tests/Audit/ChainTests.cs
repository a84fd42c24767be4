using Sluice.Domain;
using Sluice.Engine.Audit;
using Sluice.Engine.Tests.Store;

namespace Sluice.Engine.Tests.Audit;

/// <summary>The chain while nobody tampers with it.</summary>
public sealed class ChainTests(PostgresFixture postgres) : IAsyncLifetime
{
    private AuditRun _run = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _run = await AuditRun.CreateAsync(postgres);

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Fact]
    public async Task Several_nodes_link_each_event_and_entry_once_while_others_write()
    {
        const int Writers = 6;
        const int Each = 40;
        using var life = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var nodes = Enumerable.Range(0, 3).Select(_ => FollowAsync(_run.Writer(), life.Token)).ToList();
        await Task.WhenAll(Enumerable.Range(1, Writers).Select(async writer =>
        {
            for (var i = 1; i <= Each; i++)
            {
                await _run.NoteAsync(i, deployment: $"shop-{writer}");
                await _run.RefuseAsync();
            }
        }));
        await life.CancelAsync();
        await Task.WhenAll(nodes);
        await _run.LinkAsync();

        var report = await _run.VerifyAsync();

        Assert.Null(report.Broken);
        Assert.Equal(2 * Writers * Each, report.Links);
        Assert.Equal((long)Writers * Each, await _run.Database.ScalarAsync("select count(distinct number) from sluice_chain where kind = 'event'"));
        Assert.Equal(2L * Writers * Each, await _run.Database.ScalarAsync("select count(*) from sluice_audit_line"));
    }

    [Fact]
    public async Task An_entry_that_is_stored_late_under_an_earlier_number_is_linked_before_later_ones()
    {
        await using var slow = await _run.Database.DataSource.OpenConnectionAsync(Ct);
        await using var transaction = await slow.BeginTransactionAsync(Ct);
        await using var insert = new Npgsql.NpgsqlCommand(
            "insert into sluice_audit (tenant_id, at, actor, action, object, outcome, source) values ('*DEFAULT*', now(), 'slow', 'sign_in', 'slow', 'applied', 'ui')", slow, transaction);
        await insert.ExecuteNonQueryAsync(Ct);
        await _run.RefuseAsync();
        var writer = _run.Writer();

        Assert.False(await writer.LinkNextAsync(Ct));
        Assert.True(writer.HeldUp);
        await transaction.CommitAsync(Ct);
        await _run.LinkAsync();

        Assert.Equal("1,2", await _run.Database.ScalarAsync("select string_agg(number::text, ',' order by link) from sluice_chain"));
        Assert.True((await _run.VerifyAsync()).IsWhole);
    }

    [Fact]
    public async Task Each_tenant_has_a_chain_of_its_own()
    {
        await _run.NoteAsync(1, tenant: "a");
        await _run.NoteAsync(1, tenant: "b");
        await _run.RefuseAsync(tenant: "b");
        await _run.LinkAsync();
        await _run.ExecuteAsync("""update mt_events set data = '{}' where tenant_id = 'a'""");

        Assert.Equal(1, (await _run.VerifyAsync(tenant: "a")).Broken!.Link);
        Assert.Equal((2, null), (await _run.VerifyAsync(tenant: "b") is var b ? b.Links : 0, b.Broken));
        Assert.Equal(["a", "b"], (await _run.Verifier.TenantsAsync(Ct)).Select(tenant => tenant.Value));
        Assert.Empty((await _run.Log.ListAsync(new TenantId("c"), new(), before: null, 10, Ct)).Lines);
    }

    [Fact]
    public async Task Streams_of_other_applications_are_left_to_them()
    {
        await _run.ExecuteAsync(
            """
            insert into mt_streams (tenant_id, id, version) values ('*DEFAULT*', 'order-1', 1);
            insert into mt_events (seq_id, id, stream_id, version, data, type) values (nextval('mt_events_sequence'), gen_random_uuid(), 'order-1', 1, '{}', 'order_placed');
            """);
        await _run.NoteAsync(1);
        await _run.LinkAsync();
        await _run.ExecuteAsync("delete from mt_events where stream_id = 'order-1'");

        var report = await _run.VerifyAsync();

        Assert.Null(report.Broken);
        Assert.Equal(1, report.Links);
    }

    [Fact]
    public async Task An_event_that_cannot_be_read_is_linked_and_holds_up_nothing()
    {
        await _run.NoteAsync(1);
        await _run.ExecuteAsync("""update mt_events set data = '{"origin": 7}'""");
        await _run.NoteAsync(2);
        await _run.LinkAsync();

        Assert.Equal(2, (await _run.VerifyAsync()).Links);
        Assert.Single((await _run.Log.ListAsync(TenantId.Default, new(), before: null, 10, Ct)).Lines);
    }

    [Fact]
    public async Task Nothing_stored_is_a_whole_chain_without_links()
    {
        var report = await _run.VerifyAsync();

        Assert.True(report.IsWhole);
        Assert.Equal((0, null), (report.Links, report.LastHash));
    }

    private static async Task FollowAsync(ChainWriter writer, CancellationToken ct)
    {
        try
        {
            while (true)
            {
                if (!await writer.LinkNextAsync(ct))
                {
                    await Task.Delay(TimeSpan.FromMilliseconds(1), ct);
                }
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The test has written everything.
        }
    }
}
