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
    private readonly ConcurrentDictionary<(TenantId Tenant, DeploymentStrategy Strategy), Counts> _counts = [];
    private IDisposable? _subscription;

    public Counts Of(TenantId tenant, DeploymentStrategy strategy) => _counts.GetOrAdd((tenant, strategy), _ => new Counts());

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
        try
        {
            if (DeploymentId.OfStream(recorded.Stream) is not { } id || await live.FindDeploymentAsync(recorded.Tenant, id, ct) is not { State: var state })
            {
                return;
            }

            var counts = Of(recorded.Tenant, state.Spec.Strategy);
            if (recorded.Event is DeploymentEvent.ReturnStarted returned)
            {
                if (returned.EndsAs == EndsAs.RolledBack)
                {
                    counts.RolledBack.AddOrUpdate(returned.Origin.By.Kind == ActorKind.Person ? "person" : "verdict", 1, (_, count) => count + 1);
                }
            }
            else if (state is { StartedAt: { } started, Status: DeploymentStatus.Ended ended })
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
