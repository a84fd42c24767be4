using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Store;

namespace Sluice.Engine.Tests.Projections;

/// <summary>The read models as the product registers them, on a database of a test.</summary>
internal sealed class ProjectionRun : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    private readonly ServiceProvider _services;
    private readonly Subscription[] _subscriptions;
    private CancellationTokenSource? _life;
    private Task _running = Task.CompletedTask;

    private ProjectionRun(TestDatabase database)
    {
        Database = database;
        _services = new ServiceCollection()
            .AddSingleton(database.DataSource)
            .AddSingleton(TimeProvider.System)
            .AddSingleton(EventCatalogue.Scan([typeof(Domain.TenantId).Assembly]))
            .AddSingleton<IEventStore, PostgresEventStore>()
            .AddLogging(logging => logging.ClearProviders())
            .AddProjections()
            .BuildServiceProvider();
        _subscriptions = [.. _services.GetServices<Subscription>()];
    }

    public TestDatabase Database { get; }

    public IDeploymentQueries Queries => _services.GetRequiredService<IDeploymentQueries>();

    public IGateQueries Gates => _services.GetRequiredService<IGateQueries>();

    public IMentionQueries Mentions => _services.GetRequiredService<IMentionQueries>();

    public IServiceDirectory Directory => _services.GetRequiredService<IServiceDirectory>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<ProjectionRun> CreateAsync(PostgresFixture postgres)
    {
        var run = new ProjectionRun(await postgres.CreateEmptyDatabaseAsync(Ct));
        await run.Database.Schema([.. run._services.GetServices<ISchemaPart>()]).ApplyAsync(Ct);
        return run;
    }

    public async Task AppendAsync(IEnumerable<AppendRequest> appends)
    {
        var store = _services.GetRequiredService<IEventStore>();
        foreach (var append in appends)
        {
            await store.AppendAsync(append, Ct);
        }
    }

    public void Start()
    {
        _life = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        _running = Task.WhenAll(_subscriptions.Select(subscription => subscription.RunAsync(_life.Token)));
    }

    public async Task KillAsync()
    {
        if (_life is not null)
        {
            await _life.CancelAsync();
            await _running;
            _life.Dispose();
            _life = null;
        }
    }

    /// <summary>Waits until the tables hold everything that is stored; of all read models, or of the one.</summary>
    public async Task CaughtUpAsync(string? table = null)
    {
        var head = (long)(await Database.ScalarAsync("select coalesce(max(seq_id), 0) from mt_events"))!;
        await Task.WhenAll(_subscriptions.Where(s => table is null || Concerns(s.Name, table)).Select(s => s.WaitForAsync(head, Ct))).WaitAsync(s_limit, Ct);
    }

    public async Task<ProjectionStatus> StatusAsync(string table) =>
        (await _services.GetRequiredService<IProjectionStatuses>().ReadAsync(Ct)).Single(status => Concerns(status.Name, table));

    public async Task<ProjectionStatus> WaitForErrorAsync(string table)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(s_limit);
        while (true)
        {
            if (await StatusAsync(table) is { Error: not null } status)
            {
                return status;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), limit.Token);
        }
    }

    public async Task RebuildAsync()
    {
        await _services.GetRequiredService<ReadModel<DeploymentEntry>>().RebuildAsync(Ct);
        await _services.GetRequiredService<ReadModel<PhaseBook>>().RebuildAsync(Ct);
        await _services.GetRequiredService<ReadModel<MetricEntry>>().RebuildAsync(Ct);
        await _services.GetRequiredService<ReadModel<ServiceEntry>>().RebuildAsync(Ct);
        await _services.GetRequiredService<ReadModel<GateBook>>().RebuildAsync(Ct);
        await _services.GetRequiredService<ReadModel<MentionEntry>>().RebuildAsync(Ct);
    }

    /// <summary>Every row of every table, as text.</summary>
    public async Task<string> DumpAsync()
    {
        var tables = new List<string>();
        foreach (var table in new[] { "sluice_deployment", "sluice_phase", "sluice_metric", "sluice_service", "sluice_gate_book", "sluice_gate", "sluice_mention" })
        {
            tables.Add(await Database.ScalarAsync($"select string_agg(row::text, E'\\n' order by tenant_id, id) from {table} row") as string ?? "nothing");
        }

        return string.Join('\n', tables);
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        await _services.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static bool Concerns(string cursor, string table) => cursor.StartsWith(table + ":", StringComparison.Ordinal);
}
