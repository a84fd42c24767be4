using Sluice.Domain;
using Sluice.Domain.Events;
using Sluice.Engine.Store;
using static Sluice.Engine.Tests.Store.Tea;

namespace Sluice.Engine.Tests.Store;

/// <summary>What every event store promises.</summary>
public abstract class EventStoreContract
{
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected abstract IEventStore Store { get; }

    [Fact]
    public async Task Versions_of_a_stream_are_consecutive_and_events_come_back_as_they_were()
    {
        var origin = new Origin(Noon, Actor.Person("maria"), "thirst", "c-1");
        DomainEvent[] told =
        [
            new TeaEvent.TeaOrdered("Ann \"A\" Ö", 2, Noon.AddMinutes(4).AddTicks(1234567)) { Origin = origin },
            new TeaEvent.TeaServed(TeaKind.GreenLeaf, ["milk", "sugar"]) { Origin = origin },
        ];
        await Store.AppendAsync(Append(new StreamAppend("tea-1", "tea", 0, told)), Ct);
        await Store.AppendAsync(Append(Count("tea-1", 2, 7)), Ct);

        var read = await Store.ReadStreamAsync(Tenant, "tea-1", 0, toVersion: null, Ct);

        Assert.Equal([1, 2, 3], read.Select(recorded => recorded.Version));
        Assert.Equal([.. told, new TeaEvent.CupCounted(7)], read.Select(recorded => recorded.Event));
        Assert.All(read, recorded => Assert.Equal((Noon, "tea-1", Tenant), (recorded.At, recorded.Stream, recorded.Tenant)));
        Assert.True(read[0].Position < read[1].Position && read[1].Position < read[2].Position);
    }

    [Fact]
    public async Task A_part_of_a_stream_is_read_by_versions()
    {
        await Store.AppendAsync(Append(Count("tea-1", 0, 1, 2, 3, 4, 5)), Ct);

        Assert.Equal([3, 4], Numbers(await Store.ReadStreamAsync(Tenant, "tea-1", 2, 4, Ct)));
        Assert.Empty(await Store.ReadStreamAsync(Tenant, "tea-2", 0, toVersion: null, Ct));
    }

    [Fact]
    public async Task An_append_at_another_version_is_refused_and_stores_nothing()
    {
        await Store.AppendAsync(Append(Count("tea-1", 0, 1, 2)), Ct);

        foreach (var wrong in new[] { 0, 1, 3 })
        {
            var conflict = await Assert.ThrowsAsync<StreamConflictException>(() => Store.AppendAsync(Append(Count("tea-1", wrong, 9)), Ct));
            Assert.Equal(("tea-1", wrong), (conflict.Stream, conflict.Expected));
        }

        await Assert.ThrowsAsync<StreamConflictException>(() => Store.AppendAsync(Append(Count("tea-2", 1, 9)), Ct));
        Assert.Equal([1, 2], Numbers(await Store.ReadStreamAsync(Tenant, "tea-1", 0, toVersion: null, Ct)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public async Task Of_many_that_append_at_one_version_one_wins(int expected)
    {
        if (expected > 0)
        {
            await Store.AppendAsync(Append(Count("tea-1", 0, 0)), Ct);
        }

        var outcomes = await Task.WhenAll(Enumerable.Range(1, 12).Select(async number =>
        {
            try
            {
                await Store.AppendAsync(Append(Count("tea-1", expected, number)), Ct);
                return true;
            }
            catch (StreamConflictException)
            {
                return false;
            }
        }));

        Assert.Single(outcomes, won => won);
        Assert.Equal(expected + 1, (await Store.ReadStreamAsync(Tenant, "tea-1", 0, toVersion: null, Ct)).Count);
    }

    [Fact]
    public async Task A_command_id_is_applied_once_and_its_answer_is_kept()
    {
        var request = Append(Count("tea-1", 0, 1)) with { CommandId = "c-1", CommandAnswer = """{"cups": 1}""" };
        await Store.AppendAsync(request, Ct);

        await Assert.ThrowsAsync<CommandRepeatedException>(() => Store.AppendAsync(request, Ct));
        await Assert.ThrowsAsync<CommandRepeatedException>(() => Store.AppendAsync(request with { Streams = [Count("tea-1", 1, 2)] }, Ct));
        await Assert.ThrowsAsync<CommandRepeatedException>(() => Store.AppendAsync(request with { Streams = [Count("tea-2", 0, 2), Count("tea-3", 0, 3)] }, Ct));

        Assert.Equal("""{"cups": 1}""", await Store.FindCommandAsync(Tenant, "c-1", Ct));
        Assert.Null(await Store.FindCommandAsync(Tenant, "c-2", Ct));
        Assert.Single(await Store.ReadStreamAsync(Tenant, "tea-1", 0, toVersion: null, Ct));
        Assert.Empty(await Store.ReadStreamAsync(Tenant, "tea-2", 0, toVersion: null, Ct));
    }

    [Fact]
    public async Task A_refused_append_leaves_its_command_id_unused()
    {
        var request = Append(Count("tea-1", 5, 1)) with { CommandId = "c-1" };
        await Assert.ThrowsAsync<StreamConflictException>(() => Store.AppendAsync(request, Ct));

        await Store.AppendAsync(request with { Streams = [Count("tea-1", 0, 1)] }, Ct);

        Assert.NotNull(await Store.FindCommandAsync(Tenant, "c-1", Ct));
    }

    [Fact]
    public async Task Several_streams_are_appended_together_or_not_at_all()
    {
        await Store.AppendAsync(Append(Count("house", 0, 1), Count("tea-1", 0, 2, 3)) with { CommandId = "c-1" }, Ct);
        await Store.AppendAsync(Append(Count("house", 1, 4), Count("tea-1", 2, 5), Count("tea-2", 0, 6)), Ct);

        var second = await Assert.ThrowsAsync<StreamConflictException>(() => Store.AppendAsync(Append(Count("house", 2, 7), Count("tea-1", 9, 8)), Ct));
        var first = await Assert.ThrowsAsync<StreamConflictException>(() => Store.AppendAsync(Append(Count("house", 1, 7), Count("tea-1", 3, 8)), Ct));
        var fresh = await Assert.ThrowsAsync<StreamConflictException>(() => Store.AppendAsync(Append(Count("house", 2, 7), Count("tea-2", 0, 8)), Ct));

        Assert.Equal(["tea-1", "house", "tea-2"], [second.Stream, first.Stream, fresh.Stream]);
        Assert.Equal([1, 4], Numbers(await Store.ReadStreamAsync(Tenant, "house", 0, toVersion: null, Ct)));
        Assert.Equal([2, 3, 5], Numbers(await Store.ReadStreamAsync(Tenant, "tea-1", 0, toVersion: null, Ct)));
        Assert.Equal([1, 2, 3, 4, 5, 6], Numbers((await Store.ReadAllAsync(0, 100, Ct)).Events));
    }

    [Fact]
    public async Task Tenants_do_not_see_each_other()
    {
        var other = new TenantId("other");
        await Store.AppendAsync(Append(Count("tea-1", 0, 1)) with { CommandId = "c-1" }, Ct);
        await Store.AppendAsync(Append(Count("tea-1", 0, 2)) with { CommandId = "c-1", Tenant = other }, Ct);

        Assert.Equal([1], Numbers(await Store.ReadStreamAsync(Tenant, "tea-1", 0, toVersion: null, Ct)));
        Assert.Equal([2], Numbers(await Store.ReadStreamAsync(other, "tea-1", 0, toVersion: null, Ct)));
        Assert.Empty(await Store.ReadRawAsync(new TenantId("third"), "tea-1", 0, 10, Ct));
        Assert.Null(await Store.FindCommandAsync(new TenantId("third"), "c-1", Ct));
        Assert.Equal([Tenant, other], (await Store.ReadAllAsync(0, 10, Ct)).Events.Select(recorded => recorded.Tenant));
    }

    [Fact]
    public async Task All_events_are_read_in_pages()
    {
        await Store.AppendAsync(Append(Count("tea-1", 0, 1, 2, 3)), Ct);
        await Store.AppendAsync(Append(Count("tea-2", 0, 4, 5)), Ct);

        var first = await Store.ReadAllAsync(0, 3, Ct);
        var second = await Store.ReadAllAsync(first.Position, 3, Ct);
        var third = await Store.ReadAllAsync(second.Position, 3, Ct);

        Assert.Equal([1, 2, 3], Numbers(first.Events));
        Assert.Equal([4, 5], Numbers(second.Events));
        Assert.Empty(third.Events);
        Assert.Equal(second.Position, third.Position);
    }

    [Fact]
    public async Task A_reader_beside_many_writers_misses_nothing_and_sees_nothing_twice()
    {
        const int Writers = 8, Each = 60;
        var writing = Task.WhenAll(Enumerable.Range(0, Writers).Select(writer => WriteAsync(writer, Each)));
        var seen = new List<int>();
        var position = 0L;
        while (seen.Count < Writers * Each)
        {
            var appended = Store.WaitForAppendAsync(Ct);
            var page = await Store.ReadAllAsync(position, 50, Ct);
            Assert.All(page.Events, recorded => Assert.True(recorded.Position > position));
            seen.AddRange(Numbers(page.Events));
            if (page.Position == position)
            {
                await appended;
            }

            position = page.Position;
        }

        await writing;
        Assert.Equal(Enumerable.Range(0, Writers * Each), seen.Order());
        Assert.Empty((await Store.ReadAllAsync(position, 50, Ct)).Events);
    }

    [Fact]
    public async Task A_waiting_reader_is_woken_by_an_append()
    {
        var appended = Store.WaitForAppendAsync(Ct);
        await Store.AppendAsync(Append(Count("tea-1", 0, 1)), Ct);
        await appended.WaitAsync(TimeSpan.FromSeconds(10), Ct);
    }

    [Fact]
    public async Task An_append_without_events_or_with_one_stream_twice_is_refused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => Store.AppendAsync(Append(), Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.AppendAsync(Append(Count("tea-1", 0)), Ct));
        await Assert.ThrowsAsync<ArgumentException>(() => Store.AppendAsync(Append(Count("tea-1", 0, 1), Count("tea-1", 1, 2)), Ct));
    }

    [Fact]
    public async Task A_text_that_cannot_be_stored_is_named()
    {
        var bad = Append(new StreamAppend("tea-1", "tea", 0, [new TeaEvent.TeaOrdered("a\0b", 1, Noon)]));

        var refusal = await Assert.ThrowsAsync<ArgumentException>(() => Store.AppendAsync(bad, Ct));

        Assert.Contains("U+0000", refusal.Message, StringComparison.Ordinal);
    }

    private async Task WriteAsync(int writer, int count)
    {
        for (var i = 0; i < count; i++)
        {
            await Store.AppendAsync(Append(Count($"tea-{writer}", i, (writer * count) + i)), Ct);
        }
    }
}
