using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Control;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Engine.Applications;

/// <summary>Drives the rollouts of applications: looks whenever something happened that may concern one, and once a second while one goes on.</summary>
internal sealed partial class RolloutLoop(LiveStates live, LiveFeed feed, RolloutDriver driver, TimeProvider time, ILogger<RolloutLoop> logger) : BackgroundService
{
    private static readonly TimeSpan s_pace = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_idle = TimeSpan.FromMinutes(1);
    private readonly Wakeup _wakeup = new();
    private readonly Dictionary<(TenantId, ApplicationName), string> _failures = [];

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var events = live.Subscribe(recorded =>
        {
            if (recorded.Event is ApplicationEvent or ServiceEvent or DeploymentEvent.DeploymentFailed or DeploymentEvent.DeploymentAborted or DeploymentEvent.DeploymentCancelled or DeploymentEvent.DeploymentRolledBack)
            {
                _wakeup.Set();
            }
        });
        try
        {
            await feed.Loaded.WaitAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested)
            {
                var isBusy = await LookAsync(stoppingToken);
                await _wakeup.WaitUntilAsync(time.GetUtcNow() + (isBusy ? s_pace : s_idle), time, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What it left undone the next start does.
        }
    }

    /// <returns>Whether a rollout goes on.</returns>
    private async Task<bool> LookAsync(CancellationToken ct)
    {
        var open = live.AllApplications().SelectMany(book => book.Book.Newest.Where(rollout => !rollout.HasEnded).Select(rollout => (book.Tenant, Rollout: rollout))).ToList();
        foreach (var (tenant, rollout) in open)
        {
            try
            {
                await driver.DriveAsync(tenant, rollout, ct);
                _failures.Remove((tenant, rollout.Application));
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                throw;
            }
            catch (Exception ex)
            {
                // The others go on, and this one is tried again; the same trouble is told once.
                if (_failures.GetValueOrDefault((tenant, rollout.Application)) != ex.Message)
                {
                    Log.Failed(logger, rollout.Application, rollout.Number, ex);
                }

                _failures[(tenant, rollout.Application)] = ex.Message;
            }
        }

        return open.Exists(one => one.Rollout.Status == RolloutStatus.Running);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.RolloutFailed, LogLevel.Error, "Rollout {Number} of {Application} cannot go on and is tried again")]
        public static partial void Failed(ILogger logger, ApplicationName application, int number, Exception exception);
    }
}
