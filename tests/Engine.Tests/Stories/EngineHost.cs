using System.Globalization;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;
using Sluice.Engine.Compose;
using Sluice.Engine.Control;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;
using Sluice.Engine.Metrics.Sources;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Store;
using Sluice.Engine.Tests.Workloads;
using Sluice.Engine.Traffic;
using Sluice.Engine.Traffic.Gateway;
using Sluice.Engine.Workloads;
using Sluice.Engine.Workloads.Processes;

namespace Sluice.Engine.Tests.Stories;

/// <summary>
/// The whole engine, composed as the product composes it, on a database, a data folder and a gateway of its own. It can be torn down
/// without grace and started again on the same data. Ends every process that it or its gateway left behind.
/// </summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly TempFolder _folder = new();
    private readonly string _connectionString;
    private readonly IAsyncDisposable _database;
    private readonly List<string> _services = [];
    private readonly LiveWitness _witness = new();
    private readonly IReadOnlyDictionary<string, string?> _settings;
    private IHost? _host;

    private EngineHost(string connectionString, IAsyncDisposable database, IReadOnlyDictionary<string, string?>? settings)
    {
        (_connectionString, _database, _settings) = (connectionString, database, settings ?? new Dictionary<string, string?>(StringComparer.Ordinal));
        Gateway = new Uri($"http://127.0.0.1:{Programs.FreePort()}");
    }

    public Uri Gateway { get; }

    public StoryLog Log { get; } = new();

    public ICommandBus Bus => Get<ICommandBus>();

    public ILiveStates States => Get<ILiveStates>();

    public IPlaceStatuses Statuses => Get<IPlaceStatuses>();

    public ComposeDesk Compose => Get<ComposeDesk>();

    public IEventStore Store => Get<IEventStore>();

    public IStratumStore Strata => Get<IStratumStore>();

    public ISystemHealth Health => Get<ISystemHealth>();

    public IMetricSources Sources => Get<IMetricSources>();

    public IGatewayHealth GatewayHealth => Get<IGatewayHealth>();

    public StoredStory Stored => new(Store, Get<IStreamDirectory>(), Get<EventCatalogue>(), _witness.Seen);

    public bool IsRunning => _host is not null;

    /// <summary>For one story alone.</summary>
    /// <param name="settings">Besides the usual ones.</param>
    public static async Task<EngineHost> StartAsync(PostgresFixture postgres, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var database = await postgres.CreateEmptyDatabaseAsync(TestContext.Current.CancellationToken);
        return await StartAsync(database.ConnectionString, database, settings);
    }

    /// <summary>For many stories, each of which tells what it makes.</summary>
    public static async Task<EngineHost> StartSharedAsync(PostgresFixture postgres)
    {
        var database = await postgres.CreateEmptyDatabaseAsync(TestContext.Current.CancellationToken);
        var engine = new EngineHost(database.ConnectionString, database, settings: null);
        await engine.StartAsync();
        return engine;
    }

    /// <param name="database">Goes with the host.</param>
    public static async Task<EngineHost> StartAsync(string connectionString, IAsyncDisposable database, IReadOnlyDictionary<string, string?>? settings = null)
    {
        var engine = new EngineHost(connectionString, database, settings);
        SameFoldAttribute.IncludeAll(engine);
        await engine.StartAsync();
        return engine;
    }

    public async Task StartAsync()
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["ConnectionStrings:Sluice"] = _connectionString,
            ["Data:Directory"] = _folder.Path,
            ["Gateway:Urls"] = Gateway.OriginalString,
            ["Gateway:Program"] = Programs.Gateway,
        });
        builder.Configuration.AddInMemoryCollection(_settings);
        builder.Logging.AddProvider(Log);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSluiceStore(builder.Configuration);
        builder.Services.AddWorkloads();
        builder.Services.AddTraffic();
        builder.Services.AddSampling();
        builder.Services.AddProjections();
        builder.Services.AddControl();
        _host = builder.Build();
        _witness.Watch(States);
        await _host.StartAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Tears the engine down: nothing is waited for, nothing is finished.</summary>
    public async Task KillAsync()
    {
        if (_host is { } host)
        {
            _host = null;
            _witness.Dispose();
            await host.StopAsync(new CancellationToken(canceled: true));
            await ((IAsyncDisposable)host).DisposeAsync();
        }
    }

    public async Task RestartAsync()
    {
        await KillAsync();
        await StartAsync();
    }

    /// <summary>What an instance wrote last, also when it is gone.</summary>
    public Task<IReadOnlyList<string>> LastLinesAsync(PlaceKey place, string instance) =>
        Get<WorkloadRuntimes>().For(RuntimeKind.Process).ReadLastLinesAsync(place, instance, 10, TestContext.Current.CancellationToken);

    /// <summary>The number of the gateway's process.</summary>
    public async Task<int> GatewayPidAsync() =>
        (await Eventually.Get(() => Task.FromResult(GatewayHealth.Current), health => health is { IsReachable: true, Pid: not null }, "the gateway can be reached")).Pid!.Value;

    /// <summary>A name that no other story has.</summary>
    public string NewServiceName()
    {
        lock (_services)
        {
            _services.Add(string.Create(CultureInfo.InvariantCulture, $"s{Environment.ProcessId}-{Gateway.Port}-{_services.Count}"));
            return _services[^1];
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (IsRunning)
        {
            await SameFoldAttribute.CompareAsync(this);
        }

        await KillAsync();
        var table = new LinuxProcessTable();
        Programs.EndAll(() => _services.SelectMany(service => table.WithVariable("SLUICE_SERVICE", service)).Select(process => process.Pid));
        Programs.EndAll(() => Programs.WithArgument(Path.Combine(_folder.Path, "gateway")));
        await _database.DisposeAsync();
        _folder.Dispose();
    }

    private T Get<T>()
        where T : notnull => (_host ?? throw new InvalidOperationException("The engine was torn down.")).Services.GetRequiredService<T>();
}
