using Sluice.Engine.Audit;
using Sluice.Engine.Tests.Store;

namespace Sluice.Engine.Tests.Audit;

/// <summary>Somebody with the database's password changes the past: the first broken link is named. Links 1 to 6 are events, entries and events by turns.</summary>
public sealed class TamperingTests(PostgresFixture postgres) : IAsyncLifetime
{
    private AuditRun _run = null!;

    public async ValueTask InitializeAsync()
    {
        _run = await AuditRun.CreateAsync(postgres);
        for (var i = 1; i <= 3; i++)
        {
            await _run.NoteAsync(i);
            await _run.LinkAsync();
            await _run.RefuseAsync(actor: $"ben-{i}");
            await _run.LinkAsync();
        }

        Assert.Equal(6, (await _run.VerifyAsync()).Links);
    }

    public ValueTask DisposeAsync() => _run.DisposeAsync();

    [Theory]
    [InlineData("a changed payload", """update mt_events set data = jsonb_set(data, '{text}', '"Another note."') where version = 2""", 3, ChainFault.Changed)]
    [InlineData("a changed time", "update mt_events set timestamp = timestamp + interval '1 microsecond' where version = 2", 3, ChainFault.Changed)]
    [InlineData("another kind", "update mt_events set type = 'deployment_paused' where version = 2", 3, ChainFault.Changed)]
    [InlineData("a hidden event", "update mt_events set is_archived = true where version = 2", 3, ChainFault.Changed)]
    [InlineData("a deleted event", "delete from mt_events where version = 2", 3, ChainFault.Missing)]
    [InlineData("an event moved to a stream that is not ours", "insert into mt_streams (tenant_id, id, version) values ('*DEFAULT*', 'order-1', 1); update mt_events set stream_id = 'order-1' where version = 2", 3, ChainFault.Missing)]
    [InlineData("the last event deleted", "delete from mt_events where version = 3", 5, ChainFault.Missing)]
    [InlineData("an entry deleted", "delete from sluice_audit where number = 2", 4, ChainFault.Missing)]
    [InlineData("an entry changed", "update sluice_audit set actor = 'nobody' where number = 1", 2, ChainFault.Changed)]
    [InlineData("a field moved to another", "update sluice_audit set service = null, environment = service where number = 1", 2, ChainFault.Changed)]
    [InlineData("entries swapped", "update sluice_audit set number = -number where number in (1, 2); update sluice_audit set number = 3 + number where number < 0", 2, ChainFault.Changed)]
    [InlineData("an entry slipped in", "insert into sluice_audit (number, tenant_id, at, actor, action, object, outcome, source) values (0, '*DEFAULT*', now(), 'x', 'x', 'x', 'applied', 'ui')", 2, ChainFault.Extra)]
    [InlineData("an event slipped in", "insert into mt_events (seq_id, id, stream_id, version, data, type) values (0, gen_random_uuid(), 'deployment-shop-1', 9, '{}', 'note_added')", 1, ChainFault.Extra)]
    [InlineData("a link deleted", "delete from sluice_chain where link = 3", 3, ChainFault.Missing)]
    [InlineData("the end of the chain cut off", "delete from sluice_chain where link > 4", 5, ChainFault.Missing)]
    [InlineData("an entry and its links deleted", "delete from sluice_chain where link = 6; delete from sluice_audit where number = 3; update sluice_chain_head set link = 5, hash = (select hash from sluice_chain where link = 5)", 0, null)]
    [InlineData("a link's hash changed", "update sluice_chain set hash = sha256('x') where link = 2", 2, ChainFault.Changed)]
    [InlineData("a link led elsewhere", "update sluice_chain set number = 3 where link = 2", 2, ChainFault.Extra)]
    public async Task The_first_broken_link_is_named(string what, string sql, long link, ChainFault? fault)
    {
        var known = await _run.VerifyAsync();
        await _run.ExecuteAsync(sql);

        var broken = (await _run.VerifyAsync()).Broken;

        if (fault is null)
        {
            // A chain that was shortened with care looks whole; only a hash kept elsewhere tells.
            Assert.Null(broken);
            broken = (await _run.VerifyAsync(new(known.Links, known.LastHash!))).Broken;
            Assert.Equal((6, ChainFault.Missing), (broken!.Link, broken.Fault));
            return;
        }

        Assert.True(broken is not null, $"{what} was not noticed.");
        Assert.Equal((link, fault.Value), (broken.Link, broken.Fault));
    }

    [Fact]
    public async Task A_deleted_event_is_named_by_its_place_in_its_history()
    {
        await _run.ExecuteAsync("delete from mt_events where version = 2");

        var report = await _run.VerifyAsync();

        Assert.Equal(2, report.Links);
        Assert.Equal(new BrokenLink(3, ChainFault.Missing, "event", "deployment-shop-1", 2, "The event 2 of deployment-shop-1 is gone, or no longer where it was linked."), report.Broken);
    }

    [Fact]
    public async Task A_chain_that_was_made_anew_does_not_lead_through_a_hash_kept_elsewhere()
    {
        var kept = await _run.VerifyAsync();
        await _run.ExecuteAsync("delete from sluice_audit where number = 1; delete from sluice_chain; delete from sluice_chain_head; delete from sluice_audit_line; delete from sluice_cursor");
        await _run.LinkAsync();

        Assert.True((await _run.VerifyAsync()).IsWhole);
        var broken = (await _run.VerifyAsync(new(4, "00"))).Broken;
        Assert.Equal((4, ChainFault.Rewritten), (broken!.Link, broken.Fault));
        Assert.Equal(ChainFault.Missing, (await _run.VerifyAsync(new(kept.Links, kept.LastHash!))).Broken!.Fault);
    }
}
