using System.Collections.Concurrent;
using System.Threading.Channels;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Store;
using static Sluice.Domain.Deployments.DeploymentEvent;

namespace Sluice.Dashboard.Api.Telemetry;

/// <summary>Watches deployments go from batch to batch and end, and keeps how long that took and why they went back, since this process started.</summary>
internal sealed partial class DeploymentMeter(ILiveStates live, TimeProvider time, ILogger<DeploymentMeter> logger) : BackgroundService
{
    private readonly Channel<Recorded> _told = Channel.CreateUnbounded<Recorded>(new UnboundedChannelOptions { SingleReader = true });
    private readonly ConcurrentDictionary<(TenantId Tenant, DeploymentStrategy Strategy), DeploymentCounts> _counts = [];

    /// <summary>When the gap began in which a deployment is; of those that are in one.</summary>
    private readonly Dictionary<(TenantId Tenant, DeploymentId Id), DateTimeOffset> _gaps = [];
    private DateTimeOffset _since;
    private IDisposable? _subscription;

    public DeploymentCounts Of(TenantId tenant, DeploymentStrategy strategy) => _counts.GetOrAdd((tenant, strategy), _ => new DeploymentCounts());

    /// <summary>Listens before the host says that it has started, so that nothing is missed.</summary>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        _since = time.GetUtcNow();
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
            await foreach (var recorded in _told.Reader.ReadAllAsync(stoppingToken))
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
        if (IsEnd(recorded.Event) || recorded.Event is ReturnStarted or WaitingBegan or PhaseCompleted or DeploymentPaused { Reason: PauseReason.Step } or ServiceEvent.DeploymentSuperseded)
        {
            _told.Writer.TryWrite(recorded);
        }
    }

    private async Task CountAsync(Recorded recorded, CancellationToken ct)
    {
        try
        {
            var id = recorded.Event is ServiceEvent.DeploymentSuperseded { Deployment: var undone } ? undone : DeploymentId.OfStream(recorded.Stream);
            if (id is { } known && await live.FindDeploymentAsync(recorded.Tenant, known, ct) is { State: var state })
            {
                Count(recorded, state, Of(recorded.Tenant, state.Spec.Strategy));
            }
        }
        catch (Exception ex) when (ex is StoreUnavailableException or UnknownEventException)
        {
            Log.NotCounted(logger, recorded.Stream, ex.Message);
        }
    }

    /// <param name="state">At least as far as the event.</param>
    private void Count(Recorded recorded, Deployment state, DeploymentCounts counts)
    {
        var (key, at) = ((recorded.Tenant, state.Id), recorded.Event.Origin.At);
        switch (recorded.Event)
        {
            case WaitingBegan or DeploymentPaused:
                _gaps[key] = at;
                break;
            case PhaseCompleted completed:
                var gap = EndGap();
                if (state.Phases[completed.Phase].StartedAt is { } entered && entered >= _since)
                {
                    counts.Batch.Add(((gap ?? at) - entered).TotalSeconds);
                }

                break;
            case ReturnStarted returned:
                EndGap();
                if (returned.EndsAs == EndsAs.RolledBack)
                {
                    counts.RolledBackFor(returned.Origin.By.Kind == ActorKind.Person ? DeploymentCounts.Person : DeploymentCounts.Verdict);
                }

                break;
            case ServiceEvent.DeploymentSuperseded:
                counts.RolledBackFor(DeploymentCounts.AfterEnd);
                break;
            default:
                _gaps.Remove(key);
                if (state is { StartedAt: { } started, Status: DeploymentStatus.Ended ended })
                {
                    counts.Duration.Add((ended.At - started).TotalSeconds);
                }

                break;
        }

        DateTimeOffset? EndGap()
        {
            if (!_gaps.Remove(key, out var began))
            {
                return null;
            }

            counts.Delay.Add((at - began).TotalSeconds);
            return began;
        }
    }

    private static bool IsEnd(object @event) => @event is DeploymentSucceeded or DeploymentRolledBack or DeploymentAborted or DeploymentCancelled or DeploymentFailed;

    private static partial class Log
    {
        [LoggerMessage(1101, LogLevel.Warning, "{Stream} went on and is not counted: {Why}")]
        public static partial void NotCounted(ILogger logger, string stream, string why);
    }
}
