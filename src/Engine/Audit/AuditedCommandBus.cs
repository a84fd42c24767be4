using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Incidents;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Services;
using Sluice.Domain.Settings;
using Sluice.Engine.Commands;
using Sluice.Engine.Store;

namespace Sluice.Engine.Audit;

/// <summary>
/// Records every order that was not applied: refused, conflicting, or without effect. An applied one is an event and thereby recorded. Signals of
/// the engine are no orders and are left out.
/// </summary>
internal sealed class AuditedCommandBus(CommandBus bus, IAuditTrail trail, TimeProvider time) : ICommandBus
{
    public async Task<CommandAnswer> SendAsync(TenantId tenant, DeploymentId deployment, DeploymentCommand command, CommandContext context, CancellationToken ct)
    {
        var sent = bus.SendAsync(tenant, deployment, command, context, ct);
        return await (CommandNames.Of(command) is { } name ? KeptAsync(tenant, name, context, sent, service: null, deployment, ct) : sent);
    }

    public Task<CommandAnswer> DeclareServiceAsync(TenantId tenant, ServiceName service, ValueList<EnvironmentSpec> environments, CommandContext context, CancellationToken ct) =>
        KeptAsync(tenant, CommandNames.DeclareService, context, bus.DeclareServiceAsync(tenant, service, environments, context, ct), service, deployment: null, ct);

    public Task<CommandAnswer> DescribeServiceAsync(TenantId tenant, ServiceName service, ServiceProfile profile, CommandContext context, CancellationToken ct) =>
        KeptAsync(tenant, CommandNames.DescribeService, context, bus.DescribeServiceAsync(tenant, service, profile, context, ct), service, deployment: null, ct);

    public Task<CommandAnswer> AddReleaseAsync(TenantId tenant, ServiceName service, ReleaseSpec release, CommandContext context, CancellationToken ct) =>
        KeptAsync(tenant, CommandNames.AddRelease, context, bus.AddReleaseAsync(tenant, service, release, context, ct), service, deployment: null, ct);

    public Task<CommandAnswer> CreateDeploymentAsync(TenantId tenant, DeploymentRequest request, CommandContext context, CancellationToken ct) =>
        KeptAsync(tenant, CommandNames.CreateDeployment, context, bus.CreateDeploymentAsync(tenant, request, context, ct), request.Service, deployment: null, ct);

    public Task<CommandAnswer> RecordInitialAsync(
        TenantId tenant, ServiceName service, EnvironmentName environment, int? release, ReleaseSpec? newRelease, CommandContext context, CancellationToken ct) =>
        KeptAsync(tenant, CommandNames.RecordInitial, context, bus.RecordInitialAsync(tenant, service, environment, release, newRelease, context, ct), service, deployment: null, ct);

    public Task<CommandAnswer> RetryAsync(TenantId tenant, DeploymentId old, bool queue, CommandContext context, CancellationToken ct) =>
        KeptAsync(tenant, CommandNames.Retry, context, bus.RetryAsync(tenant, old, queue, context, ct), service: null, old, ct);

    public Task<CommandAnswer> GoBackAsync(TenantId tenant, DeploymentId old, CommandContext context, CancellationToken ct) =>
        KeptAsync(tenant, CommandNames.RollBack, context, bus.GoBackAsync(tenant, old, context, ct), service: null, old, ct);

    public Task<CommandAnswer> DeclareFreezeAsync(TenantId tenant, FreezeRequest request, CommandContext context, CancellationToken ct) =>
        KeptAsync(tenant, CommandNames.DeclareFreeze, context, bus.DeclareFreezeAsync(tenant, request, context, ct), request.Service, deployment: null, ct, "freeze");

    public Task<CommandAnswer> LiftFreezeAsync(TenantId tenant, FreezeId freeze, CommandContext context, CancellationToken ct) =>
        KeptAsync(tenant, CommandNames.LiftFreeze, context, bus.LiftFreezeAsync(tenant, freeze, context, ct), service: null, deployment: null, ct, freeze.Value);

    public Task<CommandAnswer> PauseEngineAsync(TenantId tenant, CommandContext context, CancellationToken ct) =>
        KeptAsync(tenant, CommandNames.PauseEngine, context, bus.PauseEngineAsync(tenant, context, ct), service: null, deployment: null, ct, AuditActions.Engine);

    public Task<CommandAnswer> ResumeEngineAsync(TenantId tenant, CommandContext context, CancellationToken ct) =>
        KeptAsync(tenant, CommandNames.ResumeEngine, context, bus.ResumeEngineAsync(tenant, context, ct), service: null, deployment: null, ct, AuditActions.Engine);

    public Task<CommandAnswer> SendAsync(TenantId tenant, IncidentCommand command, CommandContext context, CancellationToken ct) =>
        KeptAsync(
            tenant, CommandNames.Of(command), context, bus.SendAsync(tenant, command, context, ct), service: null, deployment: null, ct,
            command is IncidentCommand.About about ? about.Id.Value : "incident");

    public Task<CommandAnswer> SendAsync(TenantId tenant, SettingsCommand command, CommandContext context, CancellationToken ct) =>
        KeptAsync(tenant, CommandNames.Of(command), context, bus.SendAsync(tenant, command, context, ct), service: null, deployment: null, ct, "settings");

    public Task<CommandAnswer> SendAsync(TenantId tenant, PlanCommand command, CommandContext context, CancellationToken ct) =>
        KeptAsync(tenant, CommandNames.Of(command), context, bus.SendAsync(tenant, command, context, ct), service: null, deployment: null, ct, $"plan {command.Plan}");

    public async Task<CommandAnswer> SendAsync(TenantId tenant, ApplicationCommand command, CommandContext context, CancellationToken ct)
    {
        var sent = bus.SendAsync(tenant, command, context, ct);
        return await (CommandNames.Of(command) is { } name ? KeptAsync(tenant, name, context, sent, service: null, deployment: null, ct, command.Application.Value) : sent);
    }

    private async Task<CommandAnswer> KeptAsync(
        TenantId tenant, string action, CommandContext context, Task<CommandAnswer> sent, ServiceName? service, DeploymentId? deployment, CancellationToken ct, string? subject = null)
    {
        CommandAnswer answer;
        try
        {
            answer = await sent;
        }
        catch (UnknownEventException ex)
        {
            await trail.RecordAsync(Entry(AuditOutcome.Refused, ex.Message), ct);
            throw;
        }

        if (OutcomeOf(answer) is { } outcome)
        {
            var found = Found(answer);
            await trail.RecordAsync(
                Entry(outcome, Said(answer)) with
                {
                    Service = (found?.Spec.Service ?? service ?? ServiceOf(answer))?.Value,
                    Environment = found?.Spec.Environment.Value,
                    Version = VersionOf(answer),
                },
                ct);
        }

        return answer;

        // What the giver said, and what was answered.
        AuditEntry Entry(AuditOutcome outcome, string? said) =>
            new(tenant, time.GetUtcNow(), context.By.Name, action, subject ?? deployment?.Value ?? service?.Value ?? string.Empty, outcome, string.IsNullOrWhiteSpace(context.Reason) ? said : $"{context.Reason} · {said}", context.Source, Address: null, Diff: null)
            {
                Service = service?.Value,
                Deployment = deployment?.Value,
                Seen = context.ExpectedVersion,
            };
    }

    private static AuditOutcome? OutcomeOf(CommandAnswer answer) => answer switch
    {
        CommandAnswer.Applied { Repeated: true } or CommandAnswer.Ignored => AuditOutcome.NoOp,
        CommandAnswer.Refused { Refusal: Refusal.Conflict or Refusal.Busy } or CommandAnswer.Stale => AuditOutcome.Conflicted,
        CommandAnswer.Refused => AuditOutcome.Refused,
        _ => null,
    };

    private static string? Said(CommandAnswer answer) => answer switch
    {
        CommandAnswer.Applied => "Sent before; nothing was done now.",
        CommandAnswer.Ignored i => i.Why,
        CommandAnswer.Refused r => r.Refusal.Sentence,
        CommandAnswer.Stale => "It had moved on since the version that was seen.",
        _ => null,
    };

    private static Deployment? Found(CommandAnswer answer) => answer switch
    {
        CommandAnswer.Refused r => r.Deployment,
        CommandAnswer.Stale s => s.Deployment,
        _ => null,
    };

    private static ServiceName? ServiceOf(CommandAnswer answer) => answer switch
    {
        CommandAnswer.Applied a => a.Service,
        CommandAnswer.Ignored i => i.Service,
        _ => null,
    };

    private static long? VersionOf(CommandAnswer answer) => answer switch
    {
        CommandAnswer.Applied a => a.Version,
        CommandAnswer.Ignored i => i.Version,
        CommandAnswer.Refused { Version: > 0 } r => r.Version,
        CommandAnswer.Stale s => s.Version,
        _ => null,
    };
}
