using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Freezes;
using Sluice.Domain.Incidents;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Services;
using Sluice.Domain.Settings;
using Sluice.Engine.Commands;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Tests.Fakes;

/// <summary>Commands: load, decide, append, one at a time.</summary>
internal sealed partial class InMemorySluice : ICommandBus
{
    public Task<CommandAnswer> SendAsync(TenantId tenant, DeploymentId deployment, DeploymentCommand command, CommandContext context, CancellationToken ct) =>
        Run(tenant, context, () =>
        {
            RequireKnown(tenant, deployment.Stream);
            if (Load(tenant, deployment) is not { } found)
            {
                return (Missing($"deployment {deployment}"), []);
            }

            var service = Load(tenant, found.State.Spec.Service)!;
            if (IsForward(command) && context.ExpectedVersion is { } expected && Since(tenant, deployment, expected) is { Count: > 0 } since)
            {
                return (new CommandAnswer.Stale(found.State, found.Version, since), []);
            }

            var decision = DeploymentDecider.Decide(service.State, found.State, command, clock.GetUtcNow(), new(context.By, context.Groups) { GaveNoReason = context.Reason is null });
            return Decided(decision, service.State.Name, deployment, found.State, service.Version, found.Version);
        });

    public Task<CommandAnswer> DeclareServiceAsync(TenantId tenant, ServiceName service, ValueList<EnvironmentSpec> environments, CommandContext context, CancellationToken ct) =>
        Run(tenant, context, () =>
        {
            var found = Load(tenant, service);
            var others = Services(tenant).Select(other => other.State).Where(other => other.Name != service);
            var foreign = _all.Select(e => e.Tenant).Distinct().Where(other => other != tenant).SelectMany(Services).Select(other => other.State).ToList();
            return Decided(ServiceDecider.Declare(found?.State, service, environments, others, foreign), service, null, null, found?.Version ?? 0, 0);
        });

    public Task<CommandAnswer> DescribeServiceAsync(TenantId tenant, ServiceName service, ServiceProfile profile, CommandContext context, CancellationToken ct) =>
        Run(tenant, context, () => Load(tenant, service) is { } found
            ? Decided(ServiceDecider.Describe(found.State, profile), service, null, null, found.Version, 0)
            : (Missing($"service {service}"), []));

    public Task<CommandAnswer> AddReleaseAsync(TenantId tenant, ServiceName service, ReleaseSpec release, CommandContext context, CancellationToken ct) =>
        Run(tenant, context, () => Load(tenant, service) is { } found
            ? Decided(ServiceDecider.AddRelease(found.State, release), service, null, null, found.Version, 0)
            : (Missing($"service {service}"), []));

    public Task<CommandAnswer> CreateDeploymentAsync(TenantId tenant, DeploymentRequest request, CommandContext context, CancellationToken ct) =>
        Run(tenant, context, () => Load(tenant, request.Service) is { } found
            ? Created(BegunWith(tenant, found.State, OnTime(DeploymentCreation.Create(found.State, request), request), request), found.State, found.Version)
            : (Missing($"service {request.Service}"), []));

    public Task<CommandAnswer> RecordInitialAsync(
        TenantId tenant, ServiceName service, EnvironmentName environment, int? release, ReleaseSpec? newRelease, CommandContext context, CancellationToken ct) =>
        Run(tenant, context, () =>
        {
            if (Load(tenant, service) is not { } found)
            {
                return (Missing($"service {service}"), []);
            }

            var (id, decision) = InitialRecord.Record(found.State, environment, release, newRelease);
            var (answer, appends) = Decided(decision, service, id, null, found.Version, Load(tenant, id)?.Version ?? 0);
            return (answer is CommandAnswer.Ignored ignored ? ignored with { Release = Load(tenant, id)!.State.Spec.ToRelease } : answer, appends);
        });

    private (DeploymentId Id, Decision Decision) OnTime((DeploymentId Id, Decision Decision) made, DeploymentRequest request) =>
        (made.Id, ScheduledStart.Checked(made.Decision, request, clock.GetUtcNow()));

    private (DeploymentId Id, Decision Decision) BegunWith(TenantId tenant, Service service, (DeploymentId Id, Decision Decision) made, DeploymentRequest request) =>
        (made.Id, PlanOrigin.Checked(made.Decision, request, service.Profile.Team, LoadPlans(tenant).State));

    public Task<CommandAnswer> RetryAsync(TenantId tenant, DeploymentId old, bool queue, CommandContext context, CancellationToken ct) =>
        AgainAsync(tenant, old, context, (service, deployment) => DeploymentCreation.Retry(service, deployment, queue), ct);

    public Task<CommandAnswer> GoBackAsync(TenantId tenant, DeploymentId old, CommandContext context, CancellationToken ct) =>
        AgainAsync(tenant, old, context, DeploymentCreation.GoBack, ct);

    public Task<CommandAnswer> DeclareFreezeAsync(TenantId tenant, FreezeRequest request, CommandContext context, CancellationToken ct) =>
        Run(tenant, context, () =>
        {
            var (id, decision) = FreezeDecider.Declare(LoadFreezes(tenant).State, request, [.. Services(tenant).Select(service => service.State)], clock.GetUtcNow());
            return About(tenant, id, decision);
        });

    public Task<CommandAnswer> LiftFreezeAsync(TenantId tenant, FreezeId freeze, CommandContext context, CancellationToken ct) =>
        Run(tenant, context, () => About(tenant, freeze, FreezeDecider.Lift(LoadFreezes(tenant).State, freeze, clock.GetUtcNow())));

    public Task<CommandAnswer> PauseEngineAsync(TenantId tenant, CommandContext context, CancellationToken ct) =>
        Run(tenant, context, () => About(tenant, id: null, FreezeDecider.PauseEngine(LoadFreezes(tenant).State, context.Reason)));

    public Task<CommandAnswer> ResumeEngineAsync(TenantId tenant, CommandContext context, CancellationToken ct) =>
        Run(tenant, context, () => About(tenant, id: null, FreezeDecider.ResumeEngine(LoadFreezes(tenant).State)));

    public Task<CommandAnswer> SendAsync(TenantId tenant, IncidentCommand command, CommandContext context, CancellationToken ct) =>
        Run(tenant, context, () =>
        {
            var named = command is IncidentCommand.Open open ? open.Deployments : (command as IncidentCommand.Change)?.Deployments ?? [];
            var (book, version) = LoadIncidents(tenant);
            var (id, decision) = IncidentDecider.Decide(book, command, [.. named.Where(one => Load(tenant, one) is null)]);
            return decision is Decision.Accepted accepted
                ? (new CommandAnswer.Applied(default, null, null, version + 1) { Incident = id }, [new StreamAppend(IncidentBook.Stream, "incidents", version, accepted.IncidentEvents)])
                : Decided(decision, default, deployment: null, state: null, version, 0);
        });

    public async Task<CommandAnswer> SendAsync(TenantId tenant, SettingsCommand command, CommandContext context, CancellationToken ct)
    {
        await Until;
        return await Run(tenant, context, () =>
        {
            var (book, version) = LoadSettings(tenant);
            var decision = SettingsDecider.Decide(book, command);
            return decision is Decision.Accepted accepted
                ? (new CommandAnswer.Applied(default, null, null, version + 1), [new StreamAppend(SettingsBook.Stream, "settings", version, accepted.SettingsEvents)])
                : Decided(decision, default, deployment: null, state: null, version, 0);
        });
    }

    public async Task<CommandAnswer> SendAsync(TenantId tenant, PlanCommand command, CommandContext context, CancellationToken ct)
    {
        await Until;
        return await Run(tenant, context, () =>
        {
            var (book, version) = LoadPlans(tenant);
            var decision = PlanDecider.Decide(book, command, new(context.By, context.Groups) { GaveNoReason = string.IsNullOrWhiteSpace(context.Reason) });
            return decision is Decision.Accepted accepted
                ? (new CommandAnswer.Applied(default, null, null, version + 1), [new StreamAppend(PlanBook.Stream, "plans", version, accepted.PlanEvents)])
                : Decided(decision, default, deployment: null, state: null, version, 0);
        });
    }

    public Task<CommandAnswer> SendAsync(TenantId tenant, ApplicationCommand command, CommandContext context, CancellationToken ct) =>
        Run(tenant, context, () =>
        {
            var (book, version) = LoadApplications(tenant);
            var foreign = _all.Select(e => e.Tenant).Distinct().Where(other => other != tenant).SelectMany(Services).Select(other => other.State).ToList();
            var decision = ApplicationDecider.Decide(book, command, [.. Services(tenant).Select(service => service.State)], foreign);
            return decision is Decision.Accepted accepted
                ? (new CommandAnswer.Applied(default, null, null, version + accepted.ApplicationEvents.Count) { Application = command.Application },
                    [.. accepted.Services.Select(one => new StreamAppend(one.Service.Stream, "service", Load(tenant, one.Service)?.Version ?? 0, one.Events)), new StreamAppend(ApplicationBook.Stream, "applications", version, accepted.ApplicationEvents)])
                : Decided(decision, default, deployment: null, state: null, version, 0);
        });

    private (CommandAnswer Answer, StreamAppend[] Appends) About(TenantId tenant, FreezeId? id, Decision decision)
    {
        var version = LoadFreezes(tenant).Version;
        return decision is Decision.Accepted accepted
            ? (new CommandAnswer.Applied(default, null, null, version + 1) { Freeze = id }, [new StreamAppend(FreezeBook.Stream, "freezes", version, accepted.FreezeEvents)])
            : Decided(decision, default, deployment: null, state: null, version, 0);
    }

    /// <summary>What the engine would report: the canary's instances are up and the router follows, until nothing more happens by itself.</summary>
    public async Task SettleAsync(TenantId tenant, DeploymentId id, int? stable, CancellationToken ct)
    {
        await SignalAsync(new DeploymentCommand.ReportStable(stable is { } release ? new CapturedStable(release, [$"{release}-0"]) : null));
        await SignalAsync(new DeploymentCommand.ReportCanaryReady(1));
        var deployment = (await FindDeploymentAsync(tenant, id, ct))!.State;
        await SignalAsync(new DeploymentCommand.ReportSplit(deployment.Asked, Verified: true));

        Task SignalAsync(DeploymentCommand signal) => SendAsync(tenant, id, signal, CommandContext.Engine, ct);
    }

    private Task<CommandAnswer> AgainAsync(
        TenantId tenant, DeploymentId old, CommandContext context, Func<Service, Deployment, (DeploymentId Id, Decision Decision)> create, CancellationToken ct) =>
        Run(tenant, context, () =>
        {
            RequireKnown(tenant, old.Stream);
            if (Load(tenant, old) is not { } found)
            {
                return (Missing($"deployment {old}"), []);
            }

            var service = Load(tenant, found.State.Spec.Service)!;
            var (answer, appends) = Created(create(service.State, found.State), service.State, service.Version);
            return (answer is CommandAnswer.Refused refused ? refused with { Deployment = found.State, Version = found.Version } : answer, appends);
        });

    private static (CommandAnswer, StreamAppend[]) Created((DeploymentId Id, Decision Decision) creation, Service service, long version) =>
        Decided(creation.Decision, service.Name, creation.Id, null, version, 0);

    private static (CommandAnswer Answer, StreamAppend[] Appends) Decided(
        Decision decision, ServiceName service, DeploymentId? deployment, Deployment? state, long serviceVersion, long deploymentVersion)
    {
        var version = deployment is null ? serviceVersion : deploymentVersion;
        switch (decision)
        {
            case Decision.Ignored ignored:
                return (new CommandAnswer.Ignored(ignored.Why, service, deployment, version), []);
            case Decision.Refused refused:
                return (new CommandAnswer.Refused(refused.Refusal, state, version), []);
            default:
                var accepted = (Decision.Accepted)decision;
                var appends = new List<StreamAppend>();
                if (accepted.ServiceEvents.Count > 0)
                {
                    appends.Add(new StreamAppend(service.Stream, "service", serviceVersion, accepted.ServiceEvents));
                }

                if (accepted.Events.Count > 0)
                {
                    appends.Add(new StreamAppend(deployment!.Value.Stream, "deployment", deploymentVersion, accepted.Events));
                }

                var release = accepted.ServiceEvents.OfType<ServiceEvent.ReleaseAdded>().FirstOrDefault()?.Number;
                var after = version + (deployment is null ? accepted.ServiceEvents.Count : accepted.Events.Count);
                return (new CommandAnswer.Applied(service, deployment, release, after), [.. appends]);
        }
    }

    /// <summary>With what the last order came.</summary>
    public CommandContext? LastContext { get; private set; }

    private Task<CommandAnswer> Run(TenantId tenant, CommandContext context, Func<(CommandAnswer Answer, StreamAppend[] Appends)> decide)
    {
        CommandAnswer answer;
        List<Recorded> added = [];
        lock (_lock)
        {
            RequireStore();
            LastContext = context;
            if (context.CommandId is { } id && _commands.TryGetValue((tenant, id), out var first))
            {
                return Task.FromResult<CommandAnswer>(StoredAnswer.Read(first));
            }

            (answer, var appends) = decide();
            if (answer is CommandAnswer.Applied applied)
            {
                var origin = new Origin(clock.GetUtcNow(), context.By, context.Reason, context.CommandId);
                StreamAppend[] stamped = [.. appends.Select(a => a with { Events = [.. a.Events.Select(e => e with { Origin = origin })] })];
                added = Append(new AppendRequest(tenant, origin.At, stamped, context.CommandId, StoredAnswer.Write(applied)));
            }
        }

        if (LosesNextAnswer && added.Count > 0)
        {
            (LosesNextAnswer, StoreIsDown) = (false, true);
        }

        Tell(added);
        lock (_lock)
        {
            RequireStore();
        }

        return Task.FromResult(answer);
    }

    private static bool IsForward(DeploymentCommand command) => command is DeploymentCommand.Start or DeploymentCommand.Promote or DeploymentCommand.PromoteFully
        or DeploymentCommand.Resume or DeploymentCommand.RunHookAgain or DeploymentCommand.Extend or DeploymentCommand.Approve or DeploymentCommand.Reject;

    /// <summary>What happened since, when something of it matters to a forward order; notes and mere numbers do not.</summary>
    private List<VersionedEvent> Since(TenantId tenant, DeploymentId deployment, long version)
    {
        var since = Read(tenant, deployment.Stream).Where(e => e.Version > version).Select(e => new VersionedEvent(e.Version, e.At, e.Event)).ToList();
        return since.Any(e => e.Event is not (DeploymentEvent.NoteAdded or DeploymentEvent.EvidenceRecorded)) ? since : [];
    }

    private static CommandAnswer.Refused Missing(string what) => new(new Refusal.NotFound(what), Deployment: null, Version: 0);
}
