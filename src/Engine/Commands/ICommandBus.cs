using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Freezes;
using Sluice.Domain.Incidents;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Services;
using Sluice.Domain.Settings;

namespace Sluice.Engine.Commands;

/// <summary>The one way in, and the only appender: load, decide, append at the expected version, again on conflict. Every order names its actor.</summary>
public interface ICommandBus
{
    /// <summary>An order or a signal to a deployment.</summary>
    /// <exception cref="Store.StoreUnavailableException">Nothing is known to be applied; the same command id may be sent again.</exception>
    /// <exception cref="Store.UnknownEventException">The stream holds an event that this program does not know.</exception>
    Task<CommandAnswer> SendAsync(TenantId tenant, DeploymentId deployment, DeploymentCommand command, CommandContext context, CancellationToken ct);

    Task<CommandAnswer> DeclareServiceAsync(TenantId tenant, ServiceName service, ValueList<EnvironmentSpec> environments, CommandContext context, CancellationToken ct);

    /// <summary>Says who looks after a service.</summary>
    Task<CommandAnswer> DescribeServiceAsync(TenantId tenant, ServiceName service, ServiceProfile profile, CommandContext context, CancellationToken ct);

    /// <summary>The answer's <see cref="CommandAnswer.Applied.Release"/> is the new number.</summary>
    Task<CommandAnswer> AddReleaseAsync(TenantId tenant, ServiceName service, ReleaseSpec release, CommandContext context, CancellationToken ct);

    Task<CommandAnswer> CreateDeploymentAsync(TenantId tenant, DeploymentRequest request, CommandContext context, CancellationToken ct);

    /// <summary>Writes down what runs already where nothing was ever deployed. Nothing is started; from now on its traffic is Sluice's to steer.</summary>
    /// <param name="release">A release that is there, or null with <paramref name="newRelease"/>.</param>
    Task<CommandAnswer> RecordInitialAsync(TenantId tenant, ServiceName service, EnvironmentName environment, int? release, ReleaseSpec? newRelease, CommandContext context, CancellationToken ct);

    /// <summary>The same again, as a new deployment.</summary>
    Task<CommandAnswer> RetryAsync(TenantId tenant, DeploymentId old, bool queue, CommandContext context, CancellationToken ct);

    /// <summary>After the end of a deployment: a new one, back to what it replaced.</summary>
    Task<CommandAnswer> GoBackAsync(TenantId tenant, DeploymentId old, CommandContext context, CancellationToken ct);

    /// <summary>The answer's <see cref="CommandAnswer.Applied.Freeze"/> is the new one. It acts on this node at once, on others when they hear of it, within about a second.</summary>
    Task<CommandAnswer> DeclareFreezeAsync(TenantId tenant, FreezeRequest request, CommandContext context, CancellationToken ct);

    /// <summary>Ends a freeze before its time.</summary>
    Task<CommandAnswer> LiftFreezeAsync(TenantId tenant, FreezeId freeze, CommandContext context, CancellationToken ct);

    /// <summary>Stops the engine for all services of the tenant, with the context's reason: on this node with the look under way, on others within about a second. Traffic stays as it is.</summary>
    Task<CommandAnswer> PauseEngineAsync(TenantId tenant, CommandContext context, CancellationToken ct);

    Task<CommandAnswer> ResumeEngineAsync(TenantId tenant, CommandContext context, CancellationToken ct);

    /// <summary>An order about an incident. The answer's <see cref="CommandAnswer.Applied.Incident"/> says which, also for a new one.</summary>
    Task<CommandAnswer> SendAsync(TenantId tenant, IncidentCommand command, CommandContext context, CancellationToken ct);

    /// <summary>An order about what is set for everybody of the tenant.</summary>
    Task<CommandAnswer> SendAsync(TenantId tenant, SettingsCommand command, CommandContext context, CancellationToken ct);

    /// <summary>An order about a plan template of a team.</summary>
    Task<CommandAnswer> SendAsync(TenantId tenant, PlanCommand command, CommandContext context, CancellationToken ct);

    /// <summary>An order or a signal to an application. To start a rollout declares services, adds releases and starts it in one transaction; deployments follow.</summary>
    Task<CommandAnswer> SendAsync(TenantId tenant, ApplicationCommand command, CommandContext context, CancellationToken ct);
}

/// <summary>Who orders, why, and what they saw.</summary>
/// <param name="CommandId">Client-made; applied once per tenant. Null for signals.</param>
/// <param name="ExpectedVersion">The version that the reader's view was drawn from. Only forward orders on a deployment look at it.</param>
public sealed record CommandContext(Actor By, string? Reason = null, string? CommandId = null, long? ExpectedVersion = null)
{
    public static CommandContext Engine { get; } = new(Actor.Engine);

    /// <summary>The named groups that the caller is in, as the sign-in says.</summary>
    public ValueList<string> Groups { get; init; } = [];

    /// <summary>Where the order was given; left out, the console for a person and the engine for everything else.</summary>
    public string? From { get; init; }

    /// <summary>The role that the caller's right to give it rests on; null where nobody asked.</summary>
    public Role? As { get; init; }

    internal string Source => From ?? (By.Kind == ActorKind.Person ? CommandSource.Ui : CommandSource.Engine);
}

/// <summary>What became of a command.</summary>
public abstract record CommandAnswer
{
    private CommandAnswer()
    {
    }

    /// <param name="Service">Without a name for an order about a freeze, an incident, a setting or a plan template.</param>
    /// <param name="Version">Of the deployment's stream, or of the service's when no deployment is meant, or of the freezes', the engine's included, or the incidents', the settings' or the plan templates'.</param>
    /// <param name="Repeated">The command id was applied before: this is the first answer again, and nothing was done now.</param>
    public sealed record Applied(ServiceName Service, DeploymentId? Deployment, int? Release, long Version, bool Repeated = false) : CommandAnswer
    {
        /// <summary>The freeze that the order was about.</summary>
        public FreezeId? Freeze { get; init; }

        /// <summary>The incident that the order was about.</summary>
        public IncidentId? Incident { get; init; }

        /// <summary>The application that the order was about.</summary>
        public ApplicationName? Application { get; init; }
    }

    /// <summary>Understood, and without effect: already so, or too late.</summary>
    public sealed record Ignored(string Why, ServiceName Service, DeploymentId? Deployment, long Version) : CommandAnswer
    {
        /// <summary>The release that it is so of, where the order was about one.</summary>
        public int? Release { get; init; }
    }

    /// <param name="Version">Of the stream as it is now; 0 when there is none.</param>
    public sealed record Refused(Refusal Refusal, Deployment? Deployment, long Version) : CommandAnswer;

    /// <summary>The deployment moved on since the reader looked, in a way that matters to the order.</summary>
    public sealed record Stale(Deployment Deployment, long Version, IReadOnlyList<VersionedEvent> Since) : CommandAnswer;
}

/// <summary>An event with its version in its stream.</summary>
public sealed record VersionedEvent(long Version, DateTimeOffset At, DomainEvent Event);
