using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Notifications;
using Sluice.Engine.Access;
using Sluice.Engine.Audit;
using Sluice.Engine.Live;
using Sluice.Engine.Notifications;
using Sluice.Engine.Store;
using Sluice.Engine.Tests.Projections;
using Sluice.Engine.Tests.Store;

namespace Sluice.Engine.Tests.Notifications;

/// <summary>Channels as the product registers them, on a database of a test and with a clock that the test moves. Several are several nodes.</summary>
internal sealed class NotificationRun : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);
    private readonly ServiceProvider _services;
    private readonly Subscription _reader;
    private CancellationTokenSource _life = new();
    private Task _reading = Task.CompletedTask;

    private NotificationRun(TestDatabase database, ManualTimeProvider clock, params (string Key, string Value)[] settings)
    {
        (Database, Clock) = (database, clock);
        _services = new ServiceCollection()
            .AddSingleton(database.DataSource)
            .AddSingleton<TimeProvider>(clock)
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(pair => "Notifications:" + pair.Key, string? (pair) => pair.Value)).Build())
            .AddSingleton<IEventStore>(new PostgresEventStore(database.DataSource, EventCatalogue.Scan([typeof(TenantId).Assembly]), TimeProvider.System, NullLogger<PostgresEventStore>.Instance))
            .AddSingleton<ILiveStates>(new ServicesOf(Tenant))
            .AddSingleton<IMessageText, PlainText>()
            .AddSingleton<IAuditTrail>(new Trail(Audit))
            .AddLogging(logging => logging.ClearProviders())
            .AddNotifications()
            .BuildServiceProvider();
        _reader = _services.GetRequiredService<Subscription>();
    }

    public static TenantId Tenant { get; } = new("acme");

    public static Requester Ann { get; } = new(Tenant, "ann", "api", Address: null);

    public List<AuditEntry> Audit { get; } = [];

    public TestDatabase Database { get; }

    public ManualTimeProvider Clock { get; }

    public Channels Channels => _services.GetRequiredService<Channels>();

    public DeliveryPump Pump => _services.GetRequiredService<DeliveryPump>();

    public ServicesOf Services => (ServicesOf)_services.GetRequiredService<ILiveStates>();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<NotificationRun> CreateAsync(PostgresFixture postgres, params (string Key, string Value)[] settings)
    {
        var run = new NotificationRun(await postgres.CreateDatabaseAsync(Ct, new NotificationTables()), new(new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero)), settings);
        run.Start();
        return run;
    }

    /// <summary>Another node on the same database.</summary>
    public NotificationRun Beside() => new(Database, Clock);

    public async Task<string> AddAsync(string address, Func<ChannelSpec, ChannelSpec>? change = null, string? secret = null)
    {
        var spec = (change ?? (s => s))(new ChannelSpec("hooks", address) { Kinds = Enum.GetValues<NotificationKind>().ToValueList() });
        return Assert.IsType<ChannelAnswer.Done>(await Channels.CreateAsync(Ann, spec, secret, Ct)).Id;
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.DataSource.CreateCommand(sql);
        await command.ExecuteNonQueryAsync(Ct);
    }

    /// <summary>Stores what the story has told beyond what was stored before, and waits until it is read.</summary>
    public async Task TellAsync(Story story, int from = 0)
    {
        var store = _services.GetRequiredService<IEventStore>();
        foreach (var append in story.Appends.Skip(from))
        {
            await store.AppendAsync(append, Ct);
        }

        var head = (long)(await Database.ScalarAsync("select coalesce(max(seq_id), 0) from mt_events"))!;
        await _reader.WaitForAsync(head, Ct).WaitAsync(s_limit, Ct);
    }

    public void Start()
    {
        _life = new CancellationTokenSource();
        _reading = _reader.RunAsync(_life.Token);
    }

    public async Task StopAsync()
    {
        await _life.CancelAsync();
        await _reading;
        _life.Dispose();
    }

    /// <summary>One look at what is due, and until all that it began has ended.</summary>
    public async Task SendAsync()
    {
        await Pump.TurnAsync(Ct);
        await Pump.IdleAsync().WaitAsync(s_limit, Ct);
    }

    public async Task<Delivery> OnlyAsync(string channel) => Assert.Single(await Channels.DeliveriesAsync(Tenant, channel, before: null, 100, Ct));

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await _services.DisposeAsync();
        await Database.DisposeAsync();
    }

    private sealed class Trail(List<AuditEntry> entries) : IAuditTrail
    {
        public ValueTask RecordAsync(AuditEntry entry, CancellationToken ct)
        {
            entries.Add(entry);
            return ValueTask.CompletedTask;
        }
    }

    private sealed class PlainText : IMessageText
    {
        public string HeadlineOf(Notification notification) => $"{notification.Deployment} {Words.Of(notification.Kind)}";

        public string SentenceOf(Deployment deployment) => $"It is {Words.Status(deployment.Status)}.";

        public string LinkTo(Notification notification) => FormattableString.Invariant($"http://console/{notification.Deployment}?at={notification.Version}");

        public string TestOf(Channel channel) => $"A test to {channel.Spec.Name}.";
    }
}
