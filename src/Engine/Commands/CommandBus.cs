using Microsoft.Extensions.Logging;
using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Freezes;
using Sluice.Domain.Gates;
using Sluice.Domain.Incidents;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Services;
using Sluice.Domain.Settings;
using Sluice.Engine.Live;
using Sluice.Engine.Store;
using Sluice.Engine.Traffic;
using Sluice.Engine.Workloads;

namespace Sluice.Engine.Commands;

/// <inheritdoc cref="ICommandBus"/>
/// <param name="runtimes">Null where nobody asks what can be run.</param>
internal sealed partial class CommandBus(
    IEventStore store, StateCache states, ITrafficRouter router, TimeProvider time, ILogger<CommandBus> logger, WorkloadRuntimes? runtimes = null) : ICommandBus
{
    /// <summary>A place where many write at once is rare; an abort must get through all the same.</summary>
    private const int MostAttempts = 200;

    public Task<CommandAnswer> SendAsync(TenantId tenant, DeploymentId deployment, DeploymentCommand command, CommandContext context, CancellationToken ct) =>
        RunAsync(tenant, context, async fresh =>
        {
            // A signal is decided on what is known and costs nothing when it changes nothing; an order is decided on what is stored.
            if (fresh || command is DeploymentCommand.Order)
            {
                await states.RefreshAsync(tenant, deployment.Stream, ct);
            }

            if (await states.FindDeploymentAsync(tenant, deployment, ct) is not { } found)
            {
                return Attempt.Done(new CommandAnswer.Refused(new Refusal.NotFound($"deployment {deployment}"), Deployment: null, 0));
            }

            var service = await ServiceOfAsync(tenant, found.State.Spec.Service, fresh || command is DeploymentCommand.Order, ct);
            if (command is DeploymentCommand.Order order && await StaleAsync(tenant, found, order, context, ct) is { } stale)
            {
                return Attempt.Done(stale);
            }

            // Of what stops or goes back, none waits for a look at freezes.
            var book = await FreezesAsync(tenant, refresh: command is DeploymentCommand.Order { Action: var action } && Relevance.ChecksVersion(action), ct);
            var now = time.GetUtcNow();
            var decision = DeploymentDecider.Decide(service.State.Under(book.State, now), found.State, command, now, CallerOf(context));
            return new Attempt(decision, service.State.Name, service.Version, deployment, found, Release: null)
            {
                At = now,
                Command = CommandNames.Of(command),
                Against = Override.Of(found.State, command),
            };
        }, ct);

    public Task<CommandAnswer> DeclareServiceAsync(TenantId tenant, ServiceName service, ValueList<EnvironmentSpec> environments, CommandContext context, CancellationToken ct) =>
        RunAsync(tenant, context, async _ =>
        {
            await states.RefreshAsync(tenant, service.Stream, ct);
            var known = await states.FindServiceAsync(tenant, service, ct);
            var all = states.Services().ToLookup(other => other.Tenant == tenant, other => other.Service.State);
            return new Attempt(ServiceDecider.Declare(known?.State, service, environments, all[true].Where(other => other.Name != service), all[false]), service, known?.Version ?? 0, Deployment: null, Found: null, Release: null)
            {
                Command = CommandNames.DeclareService,
            };
        }, ct);

    public Task<CommandAnswer> DescribeServiceAsync(TenantId tenant, ServiceName service, ServiceProfile profile, CommandContext context, CancellationToken ct) =>
        WithServiceAsync(
            tenant,
            service,
            context,
            known => ValueTask.FromResult<Attempt>(new(ServiceDecider.Describe(known.State, profile), service, known.Version, Deployment: null, Found: null, Release: null) { Command = CommandNames.DescribeService }),
            ct);

    public Task<CommandAnswer> AddReleaseAsync(TenantId tenant, ServiceName service, ReleaseSpec release, CommandContext context, CancellationToken ct) =>
        WithServiceAsync(
            tenant,
            service,
            context,
            known => ValueTask.FromResult<Attempt>(new(ServiceDecider.AddRelease(known.State, release), service, known.Version, Deployment: null, Found: null, known.State.Releases.Count + 1) { Command = CommandNames.AddRelease }),
            ct);

    public Task<CommandAnswer> CreateDeploymentAsync(TenantId tenant, DeploymentRequest request, CommandContext context, CancellationToken ct) =>
        WithServiceAsync(tenant, request.Service, context, async known =>
        {
            var book = await FreezesAsync(tenant, refresh: true, ct);
            var now = time.GetUtcNow();
            var (id, decision) = DeploymentCreation.Create(known.State.Under(book.State, now), request);
            decision = ScheduledStart.Checked(decision, request, now);
            decision = request.Template is null ? decision : PlanOrigin.Checked(decision, request, known.State.Profile.Team, await PlansAsync(tenant, ct));
            decision = await RouterAbilities.CheckAsync(router, request, decision, ct);
            decision = Runnable(known.State, decision);
            return new Attempt(decision, request.Service, known.Version, id, Found: null, CreatedBy(decision)?.ToRelease ?? request.Release) { Command = CommandNames.CreateDeployment };
        }, ct);

    public Task<CommandAnswer> RetryAsync(TenantId tenant, DeploymentId old, bool queue, CommandContext context, CancellationToken ct) =>
        FollowAsync(tenant, old, CommandNames.Retry, context, (service, deployment) => DeploymentCreation.Retry(service, deployment, queue), ct);

    public Task<CommandAnswer> GoBackAsync(TenantId tenant, DeploymentId old, CommandContext context, CancellationToken ct) =>
        FollowAsync(tenant, old, CommandNames.RollBack, context, DeploymentCreation.GoBack, ct);

    private Task<CommandAnswer> FollowAsync(
        TenantId tenant, DeploymentId old, string command, CommandContext context, Func<Service, Deployment, (DeploymentId, Decision)> create, CancellationToken ct) =>
        RunAsync(tenant, context, async _ =>
        {
            await states.RefreshAsync(tenant, old.Stream, ct);
            if (await states.FindDeploymentAsync(tenant, old, ct) is not { } found)
            {
                return Attempt.Done(new CommandAnswer.Refused(new Refusal.NotFound($"deployment {old}"), Deployment: null, 0));
            }

            var service = await ServiceOfAsync(tenant, found.State.Spec.Service, refresh: true, ct);
            var book = await FreezesAsync(tenant, refresh: command == CommandNames.Retry, ct);
            var now = time.GetUtcNow();
            var (id, decision) = create(service.State.Under(book.State, now), found.State);
            if (command == CommandNames.Retry)
            {
                decision = await RouterAbilities.CheckAsync(router, found.State.Spec.Plan, decision, ct);
            }
            else if (command == CommandNames.RollBack)
            {
                decision = OwedReason.AskForReturn(decision, now, CallerOf(context));
            }
            else
            {
                decision = Runnable(service.State, decision);
            }

            return new Attempt(decision, service.State.Name, service.Version, id, decision is Decision.Accepted ? null : found, Release: null) { At = now, Command = command };
        }, ct);

    private Task<CommandAnswer> WithServiceAsync(
        TenantId tenant, ServiceName service, CommandContext context, Func<Versioned<Service>, ValueTask<Attempt>> decide, CancellationToken ct) =>
        RunAsync(tenant, context, async _ =>
        {
            await states.RefreshAsync(tenant, service.Stream, ct);
            return await states.FindServiceAsync(tenant, service, ct) is { } known
                ? await decide(known)
                : Attempt.Done(new CommandAnswer.Refused(new Refusal.NotFound($"service {service}"), Deployment: null, 0));
        }, ct);

    /// <summary>Decide, append, and when somebody was faster, look again.</summary>
    private async Task<CommandAnswer> RunAsync(TenantId tenant, CommandContext context, Func<bool, Task<Attempt>> decide, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            if (context.CommandId is { } id && await store.FindCommandAsync(tenant, id, ct) is { } earlier)
            {
                return StoredAnswer.Read(earlier);
            }

            var outcome = await decide(attempt > 1);
            if (outcome.Answer is { } answer)
            {
                // Sent twice at once: what made it impossible meanwhile may be this very command.
                return context.CommandId is { } same && await store.FindCommandAsync(tenant, same, ct) is { } first ? StoredAnswer.Read(first) : answer;
            }

            try
            {
                return await AppendAsync(tenant, context, outcome, (Decision.Accepted)outcome.Decision!, ct);
            }
            catch (StreamConflictException ex) when (attempt < MostAttempts)
            {
                Log.Conflict(logger, ex.Stream, attempt);
            }
            catch (CommandRepeatedException)
            {
                // Its answer is found at the next turn.
            }
        }
    }

    private async Task<CommandAnswer> AppendAsync(TenantId tenant, CommandContext context, Attempt attempt, Decision.Accepted accepted, CancellationToken ct)
    {
        // The instant of the decision: what it computed from the clock must agree with what is recorded.
        var now = attempt.At ?? time.GetUtcNow();
        var origin = new Origin(now, context.By, context.Reason, context.CommandId);
        var streams = new List<StreamAppend>(2);
        if (accepted.ServiceEvents.Count > 0)
        {
            streams.Add(new(attempt.Service.Stream, "service", attempt.ServiceVersion, [.. accepted.ServiceEvents.Select(e => e with { Origin = origin })]));
        }

        if (attempt.Deployment is { } deployment && accepted.Events.Count > 0)
        {
            streams.Add(new(deployment.Stream, "deployment", attempt.Found?.Version ?? 0, [.. accepted.Events.Select(e => e with { Origin = origin })]));
        }

        if (accepted.FreezeEvents.Count > 0)
        {
            streams.Add(new(FreezeBook.Stream, "freezes", attempt.ServiceVersion, [.. accepted.FreezeEvents.Select(e => e with { Origin = origin })]));
        }

        if (accepted.IncidentEvents.Count > 0)
        {
            streams.Add(new(IncidentBook.Stream, "incidents", attempt.ServiceVersion, [.. accepted.IncidentEvents.Select(e => e with { Origin = origin })]));
        }

        if (accepted.SettingsEvents.Count > 0)
        {
            streams.Add(new(SettingsBook.Stream, "settings", attempt.ServiceVersion, [.. accepted.SettingsEvents.Select(e => e with { Origin = origin })]));
        }

        if (accepted.PlanEvents.Count > 0)
        {
            streams.Add(new(PlanBook.Stream, "plans", attempt.ServiceVersion, [.. accepted.PlanEvents.Select(e => e with { Origin = origin })]));
        }

        streams.AddRange(accepted.Services.Select(one => new StreamAppend(one.Service.Stream, "service", attempt.ServiceVersions.GetValueOrDefault(one.Service), [.. one.Events.Select(e => e with { Origin = origin })])));
        if (accepted.ApplicationEvents.Count > 0)
        {
            streams.Add(new(ApplicationBook.Stream, "applications", attempt.ServiceVersion, [.. accepted.ApplicationEvents.Select(e => e with { Origin = origin })]));
        }

        // The stream that the order was about is the last one.
        var version = streams[^1].ExpectedVersion + streams[^1].Events.Count;
        if (attempt.Command is { } command)
        {
            var order = new GivenOrder(command, context.Source, context.ExpectedVersion, version, attempt.Against) { Role = context.As is { } role ? Words.Of(role) : null };
            streams[^1] = streams[^1] with { Events = [streams[^1].Events[0] with { Origin = origin with { Order = order } }, .. streams[^1].Events.Skip(1)] };
        }

        var applied = new CommandAnswer.Applied(attempt.Service, attempt.Deployment, attempt.Release, version) { Freeze = attempt.Freeze, Incident = attempt.Incident, Application = attempt.Application };
        var began = time.GetTimestamp();
        await store.AppendAsync(new(tenant, now, streams, context.CommandId, context.CommandId is null ? null : StoredAnswer.Write(applied)), ct);
        EngineMeter.AppendSeconds.Record(time.GetElapsedTime(began).TotalSeconds);
        foreach (var stream in streams)
        {
            states.Include(tenant, stream);
        }

        return applied;
    }

    private async Task<CommandAnswer?> StaleAsync(
        TenantId tenant, Versioned<Deployment> found, DeploymentCommand.Order order, CommandContext context, CancellationToken ct)
    {
        if (context.ExpectedVersion is not { } seen || seen == found.Version || !Relevance.ChecksVersion(order.Action))
        {
            return null;
        }

        if (seen > found.Version)
        {
            return new CommandAnswer.Refused(new Refusal.Illegal($"{found.State.Id} has no version {seen}; it is at {found.Version}."), found.State, found.Version);
        }

        var since = await store.ReadStreamAsync(tenant, found.State.Id.Stream, seen, found.Version, ct);
        return since.Any(r => Relevance.Matters(r.Event))
            ? new CommandAnswer.Stale(found.State, found.Version, [.. since.Select(r => new VersionedEvent(r.Version, r.At, r.Event))])
            : null;
    }

    private static DeploymentSpec? CreatedBy(Decision decision) =>
        (decision as Decision.Accepted)?.Events.OfType<DeploymentEvent.DeploymentCreated>().FirstOrDefault()?.Spec;

    /// <summary>One that comes with the deployment is not yet among the service's.</summary>
    private static ReleaseSpec? ReleaseOf(Service service, Decision decision, int number) =>
        service.Release(number)?.Spec ?? (decision as Decision.Accepted)?.ServiceEvents.OfType<ServiceEvent.ReleaseAdded>().FirstOrDefault(added => added.Number == number)?.Spec;

    /// <summary>What this installation cannot run is refused before anything is touched.</summary>
    private Decision Runnable(Service service, Decision decision) =>
        CreatedBy(decision) is { Environment: var environment, ToRelease: var number }
        && service.Environment(environment)?.Spec.Runtime.Kind is { } kind
        && ReleaseOf(service, decision, number) is { } release
        && runtimes?.WhyNot(kind, release) is { } why
            ? Decision.Illegal(why)
            : decision;

    private static Caller CallerOf(CommandContext context) => new(context.By, context.Groups) { GaveNoReason = string.IsNullOrWhiteSpace(context.Reason) };

    private async Task<Versioned<Service>> ServiceOfAsync(TenantId tenant, ServiceName name, bool refresh, CancellationToken ct)
    {
        if (refresh)
        {
            await states.RefreshAsync(tenant, name.Stream, ct);
        }

        return await states.FindServiceAsync(tenant, name, ct)
            ?? throw new InvalidDataException($"Deployments of {name} exist, but the service does not.");
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.CommandConflict, LogLevel.Debug, "{Stream} moved on while a command was decided (attempt {Attempt})")]
        public static partial void Conflict(ILogger logger, string stream, int attempt);
    }
}
