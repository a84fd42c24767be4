using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Sluice.Engine.Store;
using static Sluice.Engine.Tests.Store.Tea;

namespace Sluice.Engine.Tests.Store;

public sealed class SubscriptionTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Counted = "select string_agg(number::text, ',' order by n) from sluice_seen";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    private TestDatabase _database = null!;
    private PostgresEventStore _store = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _database = await postgres.CreateDatabaseAsync(Ct, new GuestBook());
        await _database.ScalarAsync("create table sluice_seen (n bigserial, number int not null)");
        _store = new(_database.DataSource, Catalogue(), TimeProvider.System, NullLogger<PostgresEventStore>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await _store.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task A_subscription_that_is_killed_again_and_again_handles_each_event_once()
    {
        var version = 0;
        for (var round = 0; round < 8; round++)
        {
            using var life = CancellationTokenSource.CreateLinkedTokenSource(Ct);
            var handled = 0;
            var running = Subscribe(async (events, connection, ct) =>
            {
                await WriteAsync(events, connection, ct);
                if (Interlocked.Increment(ref handled) == 2)
                {
                    await life.CancelAsync();   // dies with rows written and nothing committed
                }
            }).RunAsync(life.Token);
            for (var i = 0; i < 5; i++)
            {
                await _store.AppendAsync(Append(Count("tea-1", version, version++)), Ct);
            }

            await life.CancelAsync();
            await running;
        }

        await UntilAsync(Subscribe(WriteAsync), position: 40);

        Assert.Equal(string.Join(',', Enumerable.Range(0, 40)), await _database.ScalarAsync(Counted));
    }

    [Fact]
    public async Task Two_nodes_with_one_subscription_handle_each_event_once()
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var (first, second) = (Subscribe(WriteAsync), Subscribe(WriteAsync));
        var running = Task.WhenAll(first.RunAsync(life.Token), second.RunAsync(life.Token));
        for (var i = 0; i < 40; i++)
        {
            await _store.AppendAsync(Append(Count("tea-1", i, i)), Ct);
        }

        await Task.WhenAll(first.WaitForAsync(40, Ct), second.WaitForAsync(40, Ct)).WaitAsync(Limit, Ct);
        await life.CancelAsync();
        await running;

        Assert.Equal(string.Join(',', Enumerable.Range(0, 40)), await _database.ScalarAsync(Counted));
    }

    [Fact]
    public async Task A_handler_that_fails_stands_still_says_why_and_goes_on_when_it_can()
    {
        await _store.AppendAsync(Append(Count("tea-1", 0, 1)), Ct);
        using var life = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        Subscription subscription = null!;
        var failures = 0;
        string? said = null;
        subscription = Subscribe((events, connection, ct) =>
        {
            said ??= subscription.Status.Error;
            return ++failures < 3 ? throw new InvalidOperationException("no sugar") : WriteAsync(events, connection, ct);
        });
        var running = subscription.RunAsync(life.Token);

        await subscription.WaitForAsync(1, Ct).WaitAsync(Limit, Ct);
        await life.CancelAsync();
        await running;

        Assert.Equal(("no sugar", "1"), (said, await _database.ScalarAsync(Counted)));
        Assert.Null(subscription.Status.Error);
    }

    [Fact]
    public async Task A_lost_connection_does_not_end_a_subscription()
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var subscription = Subscribe(WriteAsync);
        var running = subscription.RunAsync(life.Token);
        await _store.AppendAsync(Append(Count("tea-1", 0, 1)), Ct);
        await subscription.WaitForAsync(1, Ct).WaitAsync(Limit, Ct);

        await _database.ScalarAsync("select count(pg_terminate_backend(pid)) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()");
        await AppendWhenBackAsync(Count("tea-1", 1, 2));

        await subscription.WaitForAsync(2, Ct).WaitAsync(Limit, Ct);
        await life.CancelAsync();
        await running;
        Assert.Equal("1,2", await _database.ScalarAsync(Counted));
    }

    [Fact]
    public async Task A_read_model_is_the_same_live_and_rebuilt()
    {
        await _store.AppendAsync(Append(Count("ann", 0, 1, 2), Count("bob", 0, 3)), Ct);
        var model = ModelOf(new GuestBook());
        using var life = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var live = model.Subscribe();
        var running = live.RunAsync(life.Token);
        await live.WaitForAsync(3, Ct).WaitAsync(Limit, Ct);
        await _store.AppendAsync(Append(Count("ann", 2, 9), Count("bob", 1, -1), Count("eve", 0, 4)), Ct);
        await live.WaitForAsync(6, Ct).WaitAsync(Limit, Ct);
        await life.CancelAsync();
        await running;

        const string Rows = "select string_agg(concat_ws(' ', id, cups, note, extract(epoch from last_at)::bigint), ',' order by id) from sluice_guest";
        var told = await _database.ScalarAsync(Rows);
        Assert.Equal("ann 12 thirsty 1772366400,eve 4 1772366400", told);

        await _database.ScalarAsync("update sluice_guest set cups = 0");
        Assert.Equal(6, await model.RebuildAsync(Ct));
        Assert.Equal(told, await _database.ScalarAsync(Rows));

        await _database.ScalarAsync("update sluice_guest set cups = 0");
        await UntilAsync(ModelOf(new GuestBook { Revision = 2 }).Subscribe(), position: 6);
        Assert.Equal(told, await _database.ScalarAsync(Rows));
    }

    private Subscription Subscribe(SubscriptionHandler handler) =>
        new("test", handler, _store, _database.DataSource, TimeProvider.System, NullLogger<Subscription>.Instance);

    private ReadModel<GuestRow> ModelOf(GuestBook book) => new(book, _store, _database.DataSource, TimeProvider.System, NullLogger<Subscription>.Instance);

    private static async Task UntilAsync(Subscription subscription, long position)
    {
        using var life = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = subscription.RunAsync(life.Token);
        await subscription.WaitForAsync(position, Ct).WaitAsync(Limit, Ct);
        await life.CancelAsync();
        await running;
    }

    private async Task AppendWhenBackAsync(StreamAppend append)
    {
        while (true)
        {
            try
            {
                await _store.AppendAsync(Append(append), Ct);
                return;
            }
            catch (StoreUnavailableException)
            {
                // the pool still held a connection that the server had ended
            }
        }
    }

    private static async Task WriteAsync(IReadOnlyList<Recorded> events, NpgsqlConnection connection, CancellationToken ct)
    {
        foreach (var number in Numbers(events))
        {
            await using var insert = new NpgsqlCommand("insert into sluice_seen (number) values ($1)", connection);
            insert.Parameters.Add(new NpgsqlParameter<int> { TypedValue = number });
            await insert.ExecuteNonQueryAsync(ct);
        }
    }
}
