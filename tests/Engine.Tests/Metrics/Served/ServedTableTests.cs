using Sluice.Domain;
using Sluice.Domain.Analysis;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Services;
using Sluice.Engine.Metrics.Served;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Tests.Traffic;
using static Sluice.Engine.Tests.Metrics.Counters;

namespace Sluice.Engine.Tests.Metrics.Served;

/// <summary>Minutes of live releases in a real database.</summary>
public sealed class ServedTableTests(PostgresFixture postgres)
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Minutes_come_back_as_they_were_and_a_tenant_sees_its_own()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        var table = await TableAsync(database);
        var (cart, others) = (Given.Place("cart"), Shop with { Tenant = new TenantId("others") });
        await table.WriteAsync([(Shop, Minute(0, 600, errors: 3)), (cart, Minute(0, 1)), (others, Minute(0, 9)), (Shop, Minute(2, 1_000_000))], Ct);
        await table.WriteAsync([], Ct);

        var minutes = await ReadAsync(table, Shop);
        Assert.Equal([(Noon, 600L, 3L, 2L), (Noon.AddMinutes(2), 1_000_000L, 0L, 2L)], minutes.Select(minute => (minute.From, minute.Window.Requests, minute.Window.Errors, minute.Window.ClientErrors)));
        Assert.Equal(TimeSpan.FromMilliseconds(59_870), minutes[0].Window.Length);
        Assert.Equal(Minute(0, 600).Window.Latency.ToArray(), minutes[0].Window.Latency.ToArray());
        Assert.Equal([(300L, 1L), (300L, 2L)], minutes[0].Window.Detail.Replicas.Select(replica => (replica.Requests, replica.Errors)));
        Assert.Equal(minutes[0].Window.Detail.Replicas.Select(replica => replica.Id), minutes[1].Window.Detail.Replicas.Select(replica => replica.Id));
        Assert.Equal(9, Assert.Single(await ReadAsync(table, others)).Window.Requests);
        Assert.Equal(Noon.AddMinutes(2), Assert.Single(await table.ReadAsync(Shop, Noon.AddMinutes(1), Ct)).From);
        Assert.Empty(await ReadAsync(table, Given.Place("nobody")));
    }

    [Fact]
    public async Task Of_a_minute_that_two_nodes_write_the_one_counts_that_saw_more_of_it()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        var table = await TableAsync(database);
        await table.WriteAsync([(Shop, Minute(0, 70, milliseconds: 7_000)), (Shop, Minute(1, 80, milliseconds: 61_000))], Ct);
        await table.WriteAsync([(Shop, Minute(0, 600)), (Shop, Minute(1, 601))], Ct);
        await table.WriteAsync([(Shop, Minute(0, 50, milliseconds: 5_000)), (Shop, Minute(1, 90, milliseconds: 60_900))], Ct);
        Assert.Equal([600, 601], (await ReadAsync(table, Shop)).Select(minute => minute.Window.Requests));
    }

    [Fact]
    public async Task What_is_written_again_stays_as_it_was()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        var table = await TableAsync(database);
        await table.WriteAsync([(Shop, Minute(0, 600))], Ct);
        await table.WriteAsync([(Shop, Minute(0, 20)), (Shop, Minute(1, 30))], Ct);
        Assert.Equal([600, 30], (await ReadAsync(table, Shop)).Select(minute => minute.Window.Requests));
    }

    [Fact]
    public async Task The_minutes_of_an_hour_become_one_row_and_say_the_same_also_when_one_comes_late()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        var table = await TableAsync(database);
        var all = Enumerable.Range(0, 130).Where(minute => minute != 61).ToList();
        await table.WriteAsync([.. all.Select(minute => (Shop, Minute(minute, 100 + minute))), (Given.Place("cart"), Minute(59, 7))], Ct);
        var before = await ReadAsync(table, Shop);

        await table.FoldAsync(Noon.AddMinutes(129), Ct);
        Assert.Equal(3L + 10L, await database.ScalarAsync("select count(*) from sluice_served"));
        AssertSame(before, await ReadAsync(table, Shop));

        await table.WriteAsync([(Shop, Minute(61, 161)), (Shop, Minute(60, 5))], Ct);
        Assert.Equal(Enumerable.Range(0, 130).Select(minute => 100L + minute), (await ReadAsync(table, Shop)).Select(minute => minute.Window.Requests));
        await table.FoldAsync(Noon.AddMinutes(129), Ct);
        await table.FoldAsync(Noon.AddMinutes(129), Ct);
        Assert.Equal(3L + 10L, await database.ScalarAsync("select count(*) from sluice_served"));
        Assert.Equal(Enumerable.Range(0, 130).Select(minute => 100L + minute), (await ReadAsync(table, Shop)).Select(minute => minute.Window.Requests));
    }

    [Fact]
    public async Task The_oldest_hour_is_folded_first()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        var table = await TableAsync(database);
        await table.WriteAsync([.. Enumerable.Range(0, 150).Select(minute => (Shop, Minute(minute, 100)))], Ct);
        Assert.Equal(60, await table.FoldOldestAsync(Noon.AddMinutes(130), Ct));
        Assert.Equal(1L + 90L, await database.ScalarAsync("select count(*) from sluice_served"));
        Assert.Equal((60, 0), (await table.FoldOldestAsync(Noon.AddMinutes(130), Ct), await table.FoldOldestAsync(Noon.AddMinutes(130), Ct)));
        Assert.Equal(150, (await ReadAsync(table, Shop)).Count);
    }

    [Fact]
    public async Task Hours_past_their_time_go()
    {
        await using var database = await postgres.CreateEmptyDatabaseAsync(Ct);
        var table = await TableAsync(database);
        await table.WriteAsync([(Shop, Minute(0, 1)), (Shop, Minute(59, 2)), (Shop, Minute(60, 3)), (Shop, Minute(200, 4))], Ct);
        await table.FoldAsync(Noon.AddMinutes(120), Ct);
        await table.TrimAsync(Noon.AddMinutes(61), Ct);
        Assert.Equal([3, 4], (await ReadAsync(table, Shop)).Select(minute => minute.Window.Requests));
    }

    [Fact]
    public async Task A_database_that_cannot_be_reached_is_said_to_be_so()
    {
        await using var source = StoreDataSource.Create("Host=127.0.0.1;Port=1;Username=nobody;Database=none;Timeout=2", "public");
        await Assert.ThrowsAsync<StoreUnavailableException>(() => new ServedTable(source).ReadAsync(Shop, Noon, Ct));
    }

    private static async Task<List<ServedMinute>> ReadAsync(ServedTable table, PlaceKey place) => [.. await table.ReadAsync(place, DateTimeOffset.UnixEpoch, Ct)];

    private static void AssertSame(List<ServedMinute> expected, List<ServedMinute> actual)
    {
        Assert.Equal(expected.Select(minute => (minute.From, minute.Window.Requests, minute.Window.Detail.Replicas)), actual.Select(minute => (minute.From, minute.Window.Requests, minute.Window.Detail.Replicas)));
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First.Window.Latency.ToArray(), pair.Second.Window.Latency.ToArray()));
    }

    private static ServedMinute Minute(int minute, long requests, long errors = 0, int milliseconds = 59_870)
    {
        var latency = new long[LatencyBounds.BucketCount];
        (latency[0], latency[60], latency[LatencyBounds.BucketCount - 1]) = (requests / 2, requests - (requests / 2), 1);
        var replicas = new InstanceCounts[] { new("shop-1-0", requests / 2, errors / 2), new("shop-1-1", requests - (requests / 2), errors - (errors / 2)) };
        return new(Noon.AddMinutes(minute), new(TimeSpan.FromMilliseconds(milliseconds), requests, errors, 2, 4, latency) { Detail = new() { Replicas = [.. replicas] } });
    }

    private static async Task<ServedTable> TableAsync(TestDatabase database)
    {
        var table = new ServedTable(database.DataSource);
        await database.Schema(table).ApplyAsync(Ct);
        return table;
    }
}
