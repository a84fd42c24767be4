using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Incidents;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Services;
using Sluice.Domain.Settings;
using Sluice.Engine.Audit;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Dashboard.Access;

/// <summary>
/// The command bus as people and programs reach it: every order is held against the giver's roles at its place, whatever page or endpoint
/// it came through. Refused ones are recorded.
/// </summary>
public sealed class GuardedCommands(ICommandBus bus, CurrentActor current, ILiveStates live, IAuditTrail audit, TimeProvider time)
{
    public Task<CommandAnswer> SendAsync(TenantId tenant, DeploymentId deployment, DeploymentCommand command, CommandContext context, CancellationToken ct) =>
        command is DeploymentCommand.Order order
            ? AtAsync(tenant, deployment, order.Action, context, given => bus.SendAsync(tenant, deployment, command, given, ct), ct)
            : throw new ArgumentException("Signals are the engine's own.", nameof(command));

    public Task<CommandAnswer> RetryAsync(TenantId tenant, DeploymentId old, bool queue, CommandContext context, CancellationToken ct) =>
        AtAsync(tenant, old, DeploymentAction.Retry, context, given => bus.RetryAsync(tenant, old, queue, given, ct), ct);

    public Task<CommandAnswer> GoBackAsync(TenantId tenant, DeploymentId old, CommandContext context, CancellationToken ct) =>
        AtAsync(tenant, old, DeploymentAction.RollBack, context, given => bus.GoBackAsync(tenant, old, given, ct), ct);

    public Task<CommandAnswer> CreateDeploymentAsync(TenantId tenant, DeploymentRequest request, CommandContext context, CancellationToken ct) =>
        current.Allows(Right.Operate, new(request.Service, request.Environment))
            ? bus.CreateDeploymentAsync(tenant, request, As(context, Right.Operate, new(request.Service, request.Environment)), ct)
            : RefuseAsync(Right.Operate, "create_deployment", request.Service, request.Environment, deployment: null, context, ct);

    public Task<CommandAnswer> RecordInitialAsync(
        TenantId tenant, ServiceName service, EnvironmentName environment, int? release, ReleaseSpec? newRelease, CommandContext context, CancellationToken ct) =>
        current.Allows(Right.Operate, new(service, environment))
            ? bus.RecordInitialAsync(tenant, service, environment, release, newRelease, As(context, Right.Operate, new(service, environment)), ct)
            : RefuseAsync(Right.Operate, "record_initial", service, environment, deployment: null, context, ct);

    /// <summary>A release changes nothing by itself, so an operator of any environment of the service may add one.</summary>
    public Task<CommandAnswer> AddReleaseAsync(TenantId tenant, ServiceName service, ReleaseSpec release, CommandContext context, CancellationToken ct) =>
        Permissions.AllowsSomewhere(current.Grants, Right.Operate, service)
            ? bus.AddReleaseAsync(tenant, service, release, As(context, Right.Operate, new(service)), ct)
            : RefuseAsync(Right.Operate, "add_release", service, environment: null, deployment: null, context, ct);

    public Task<CommandAnswer> DeclareServiceAsync(TenantId tenant, ServiceName service, ValueList<EnvironmentSpec> environments, CommandContext context, CancellationToken ct) =>
        current.Allows(Right.Administer, new(service))
            ? bus.DeclareServiceAsync(tenant, service, environments, As(context, Right.Administer, new(service)), ct)
            : RefuseAsync(Right.Administer, "declare_service", service, environment: null, deployment: null, context, ct);

    public Task<CommandAnswer> DescribeServiceAsync(TenantId tenant, ServiceName service, ServiceProfile profile, CommandContext context, CancellationToken ct) =>
        current.Allows(Right.Administer, new(service))
            ? bus.DescribeServiceAsync(tenant, service, profile, As(context, Right.Administer, new(service)), ct)
            : RefuseAsync(Right.Administer, "describe_service", service, environment: null, deployment: null, context, ct);

    public Task<CommandAnswer> DeclareFreezeAsync(TenantId tenant, FreezeRequest request, CommandContext context, CancellationToken ct) =>
        current.MayFreeze(request.Service, request.Environment)
            ? bus.DeclareFreezeAsync(tenant, request, context, ct)
            : RefuseAsync(Right.Administer, "declare_freeze", request.Service, request.Environment, deployment: null, context, ct, "freeze");

    /// <summary>Who could have declared a freeze may lift it, whoever did.</summary>
    public async Task<CommandAnswer> LiftFreezeAsync(TenantId tenant, FreezeId id, CommandContext context, CancellationToken ct)
    {
        var spec = (await live.FindFreezesAsync(tenant, ct)).State.Find(id)?.Spec;
        return spec is null || current.MayFreeze(spec.Service, spec.Environment)
            ? await bus.LiftFreezeAsync(tenant, id, context, ct)
            : await RefuseAsync(Right.Administer, "lift_freeze", spec.Service, spec.Environment, deployment: null, context, ct, id.Value);
    }

    public Task<CommandAnswer> PauseEngineAsync(TenantId tenant, CommandContext context, CancellationToken ct) =>
        OfEngineAsync("pause_engine", context, given => bus.PauseEngineAsync(tenant, given, ct), ct);

    public Task<CommandAnswer> ResumeEngineAsync(TenantId tenant, CommandContext context, CancellationToken ct) =>
        OfEngineAsync("resume_engine", context, given => bus.ResumeEngineAsync(tenant, given, ct), ct);

    /// <summary>Whoever may write notes on one of its deployments may write on an incident.</summary>
    public async Task<CommandAnswer> SendAsync(TenantId tenant, IncidentCommand command, CommandContext context, CancellationToken ct)
    {
        var about = command as IncidentCommand.About;
        var incident = about is null ? null : (await live.FindIncidentsAsync(tenant, ct)).State.Find(about.Id);
        var concerned = command is IncidentCommand.Open open ? open.Deployments : incident?.Deployments;
        return (about is not null && incident is null) || current.MayWriteOn(concerned ?? [])
            ? await bus.SendAsync(tenant, command, context, ct)
            : await RefuseAsync(Right.Note, NameOf(command), service: null, environment: null, deployment: null, context, ct, about?.Id.Value ?? "incident");
    }

    public async Task<CommandAnswer> SendAsync(TenantId tenant, SettingsCommand command, CommandContext context, CancellationToken ct)
    {
        var right = command is SettingsCommand.ShareView or SettingsCommand.WithdrawView ? Right.Note : Right.Administer;
        if (current.MaySet(command))
        {
            return await bus.SendAsync(tenant, command, As(context, Permissions.Allows(current.Grants, Right.Administer, place: null) ? Right.Administer : right, place: null), ct);
        }

        // Nobody is refused what is not there: it is not found, whoever asks.
        return command is SettingsCommand.WithdrawView gone && (await live.FindSettingsAsync(tenant, ct)).State.Find(gone.Key) is null
            ? new CommandAnswer.Refused(new Refusal.NotFound($"view {gone.Key}"), Deployment: null, Version: 0)
            : await RefuseAsync(right, NameOf(command), service: null, environment: null, deployment: null, context, ct, "settings", SettingsDecider.ReasonAgainst(command));
    }

    public async Task<CommandAnswer> SendAsync(TenantId tenant, PlanCommand command, CommandContext context, CancellationToken ct)
    {
        var right = PlanRights.RightFor(command);
        return current.MayPlan(command, (await live.FindPlansAsync(tenant, ct)).State)
            ? await bus.SendAsync(tenant, command, As(context, Permissions.Allows(current.Grants, Right.Administer, place: null) ? Right.Administer : right, place: null), ct)
            : await RefuseAsync(right, NameOf(command), service: null, environment: null, deployment: null, context, ct, $"plan {command.Plan}", PlanRights.ReasonAgainst(command));
    }

    /// <summary>To take an application live is to declare what is new of it, and to deploy the rest: whoever may not do all of it may do nothing of it.</summary>
    public async Task<CommandAnswer> SendAsync(TenantId tenant, ApplicationCommand command, CommandContext context, CancellationToken ct)
    {
        List<(ServiceName Service, EnvironmentName Environment)> places = command switch
        {
            ApplicationCommand.Start start => [.. start.Wishes.Select(wish => (wish.Service, start.Environment))],
            ApplicationCommand.Cancel => (await live.FindApplicationsAsync(tenant, ct)).State.Find(command.Application) is { } rollout ? [.. rollout.Steps.Select(step => (step.Service, rollout.Environment))] : [],
            _ => throw new ArgumentException("Signals are the engine's own.", nameof(command)),
        };
        foreach (var (service, environment) in places)
        {
            var isThere = command is not ApplicationCommand.Start || (await live.FindServiceAsync(tenant, service, ct))?.State.Environment(environment) is not null;
            if (!(isThere ? current.Allows(Right.Operate, new(service, environment)) : current.Allows(Right.Administer, new(service))))
            {
                return await RefuseAsync(isThere ? Right.Operate : Right.Administer, command is ApplicationCommand.Start ? "start_rollout" : "cancel_rollout", service, environment, deployment: null, context, ct, command.Application.Value);
            }
        }

        return await bus.SendAsync(tenant, command, context, ct);
    }

    private Task<CommandAnswer> OfEngineAsync(string action, CommandContext context, Func<CommandContext, Task<CommandAnswer>> give, CancellationToken ct) =>
        current.Allows(Right.Administer, place: null) ? give(As(context, Right.Administer, place: null)) : RefuseAsync(Right.Administer, action, service: null, environment: null, deployment: null, context, ct, "engine");

    private static string NameOf(IncidentCommand command) => command switch
    {
        IncidentCommand.Open => "open_incident",
        IncidentCommand.Change => "change_incident",
        IncidentCommand.SetItem => "set_action_item",
        IncidentCommand.Close => "close_incident",
        _ => "reopen_incident",
    };

    private static string NameOf(SettingsCommand command) => command switch
    {
        SettingsCommand.PostBanner => "post_banner",
        SettingsCommand.RemoveBanner => "remove_banner",
        SettingsCommand.ChooseTheme => "choose_theme",
        SettingsCommand.ShareView => "share_view",
        _ => "withdraw_view",
    };

    private static string NameOf(PlanCommand command) => command switch
    {
        PlanCommand.Propose => "propose_plan",
        PlanCommand.Approve => "approve_plan",
        PlanCommand.Reject => "reject_plan",
        PlanCommand.Withdraw => "withdraw_plan",
        PlanCommand.MakeDefault => "choose_default_plan",
        PlanCommand.DropDefault => "drop_default_plan",
        _ => "retire_plan",
    };

    private async Task<CommandAnswer> AtAsync(
        TenantId tenant, DeploymentId id, DeploymentAction action, CommandContext context, Func<CommandContext, Task<CommandAnswer>> give, CancellationToken ct)
    {
        // Who may do it everywhere need not wait for a look at where it is.
        var right = Permissions.Of(action);
        if (current.Allows(right, place: null))
        {
            return await give(As(context, right, place: null));
        }

        var spec = (await live.FindDeploymentAsync(tenant, id, ct))?.State.Spec;
        return spec is null || current.Allows(right, new(spec.Service, spec.Environment))
            ? await give(As(context, right, spec is null ? null : new(spec.Service, spec.Environment)))
            : await RefuseAsync(right, Words.Of(action), spec.Service, spec.Environment, id, context, ct);
    }

    /// <summary>The history says in which role an order was given.</summary>
    private CommandContext As(CommandContext context, Right right, AccessPlace? place) => context with { As = Permissions.RoleUsed(current.Grants, right, place) };

    private async Task<CommandAnswer> RefuseAsync(
        Right right, string action, ServiceName? service, EnvironmentName? environment, DeploymentId? deployment, CommandContext context, CancellationToken ct, string subject = "", string? because = null)
    {
        var why = because ?? Permissions.ReasonAgainst(right);
        var entry = current.Requester.Entry(time, action, deployment?.Value ?? (subject.Length > 0 ? subject : service?.Value ?? string.Empty), AuditOutcome.Refused, why) with
        {
            Service = service?.Value,
            Environment = environment?.Value,
            Deployment = deployment?.Value,
            Seen = context.ExpectedVersion,
        };
        await audit.RecordAsync(entry, ct);
        return new CommandAnswer.Refused(new Refusal.Forbidden(Words.Of(Permissions.RoleFor(right)), why), Deployment: null, Version: 0);
    }
}
