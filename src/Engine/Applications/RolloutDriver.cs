using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;

namespace Sluice.Engine.Applications;

/// <summary>
/// Moves one rollout on as far as it can go now. Each step may be cut off and repeated: a deployment is made under a command id that is always the same for its step,
/// so that a driver that was killed between making it and writing it down finds it again.
/// </summary>
internal sealed class RolloutDriver(ICommandBus bus, ILiveStates live, RolloutSights sights)
{
    public async Task DriveAsync(TenantId tenant, Rollout rollout, CancellationToken ct)
    {
        var seen = await sights.LookAsync(tenant, rollout, ct);
        if (RolloutProgress.Of(rollout, seen).Count > 0)
        {
            await bus.SendAsync(tenant, new ApplicationCommand.Report(rollout.Application, rollout.Number, seen), CommandContext.Engine, ct);
            if (await AgainAsync(tenant, rollout, ct) is not { } moved)
            {
                return;
            }

            rollout = moved;
        }

        foreach (var step in RolloutProgress.Due(rollout, seen).ToList())
        {
            // It may have been cancelled while the one before was started.
            if (await AgainAsync(tenant, rollout, ct) is null)
            {
                return;
            }

            await StartAsync(tenant, rollout, step, ct);
        }
    }

    /// <summary>As it is now; null once it has ended or another one is under way.</summary>
    private async Task<Rollout?> AgainAsync(TenantId tenant, Rollout rollout, CancellationToken ct) =>
        (await live.FindApplicationsAsync(tenant, ct)).State.Find(rollout.Application) is { HasEnded: false } now && now.Number == rollout.Number ? now : null;

    private async Task StartAsync(TenantId tenant, Rollout rollout, RolloutStep step, CancellationToken ct)
    {
        var request = step.Terms.Request(step.Service, rollout.Environment, step.Release, fresh: null);
        var reason = $"Rollout {rollout.Number} of {rollout.Application}{(rollout.Reason is { } why ? $": {why}" : "")}";
        var context = new CommandContext(rollout.By, reason, rollout.CommandIdOf(step)) { From = CommandSource.Engine };
        ApplicationCommand report = await bus.CreateDeploymentAsync(tenant, request, context, ct) switch
        {
            CommandAnswer.Applied { Deployment: { } id } => new ApplicationCommand.ReportStarted(rollout.Application, rollout.Number, step.Service, id),
            CommandAnswer.Refused refused => new ApplicationCommand.ReportRefused(rollout.Application, rollout.Number, step.Service, refused.Refusal.Sentence),
            var other => throw new InvalidOperationException($"A deployment of {step.Service} was answered with {other.GetType().Name}."),
        };
        await bus.SendAsync(tenant, report, CommandContext.Engine, ct);
    }
}
