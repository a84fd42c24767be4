using System.Collections.Concurrent;
using System.Threading.Channels;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Api.Telemetry;

/// <summary>Watches deployments end and keeps how long they took and why they went back, since this process started.</summary>
internal sealed partial class DeploymentMeter(ILiveStates live, ILogger<DeploymentMeter> logger) : BackgroundService
{
    private readonly Channel<Recorded> _ended = Channel.CreateUnbounded<Recorded>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<TenantId, Counts> _counts = [];
    private IDisposable? _subscription;

    /// <summary>Of one tenant.</summary>
    public Counts Of(TenantId tenant) => _counts.GetOrAdd(tenant, _ => new Counts());

    /// <summary>Listens before the host says that it has started, so that nothing is missed.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _subscription = live.Subscribe(HandOver);
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _subscription?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var recorded in _ended.Reader.ReadAllAsync(stoppingToken))
            {
                await CountAsync(recorded, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }

    private void HandOver(Recorded recorded)
    {
        if (recorded.Event is DeploymentEvent.DeploymentSucceeded or DeploymentEvent.DeploymentRolledBack or DeploymentEvent.DeploymentAborted
            or DeploymentEvent.DeploymentCancelled or DeploymentEvent.DeploymentFailed or DeploymentEvent.ReturnStarted)
        {
            _ended.Writer.TryWrite(recorded);
        }
    }

    private async Task CountAsync(Recorded recorded, CancellationToken ct)
    {
        var counts = Of(recorded.Tenant);
        if (recorded.Event is DeploymentEvent.ReturnStarted { EndsAs: EndsAs.RolledBack } returned)
        {
            counts.RolledBack.AddOrUpdate(returned.Origin.By.Kind == ActorKind.Person ? "person" : "verdict", 1, (_, count) => count + 1);
            return;
        }

        try
        {
            if (recorded.Event is not DeploymentEvent.ReturnStarted
                && DeploymentId.OfStream(recorded.Stream) is { } id
                && await live.FindDeploymentAsync(recorded.Tenant, id, ct) is { State: { StartedAt: { } started, Status: DeploymentStatus.Ended ended } })
            {
                counts.Duration.Add((ended.At - started).TotalSeconds);
            }
        }
        catch (Exception ex) when (ex is StoreUnavailableException or UnknownEventException)
        {
            Log.NotCounted(logger, recorded.Stream, ex.Message);
        }
    }

    /// <summary>What was counted.</summary>
    internal sealed class Counts
    {
        public Histogram Duration { get; } = new(10, 30, 60, 300, 600, 1_800, 3_600, 7_200, 14_400, 28_800, 86_400);

        /// <summary>By who decided: <c>verdict</c> or <c>person</c>.</summary>
        public ConcurrentDictionary<string, long> RolledBack { get; } = new([KeyValuePair.Create("verdict", 0L), KeyValuePair.Create("person", 0L)], StringComparer.Ordinal);
    }

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Warning, "{Stream} ended and its duration is not counted: {Why}")]
        public static partial void NotCounted(ILogger logger, string stream, string why);
    }
}
