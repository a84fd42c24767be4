using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Freezes;
using Sluice.Domain.Gates;
using Sluice.Domain.Services;

namespace Sluice.Domain.Tests.Deployments;

/// <summary>One service and all its deployments: decides, stamps and folds both streams as the command bus does, in memory.</summary>
internal sealed class FakeBus
{
    private readonly Dictionary<DeploymentId, Deployment> _deployments = [];
    private readonly List<(DeploymentId? Deployment, DomainEvent Event)> _log = [];

    public static DateTimeOffset Start { get; } = new(2026, 1, 5, 9, 0, 0, TimeSpan.Zero);

    public DateTimeOffset Now { get; set; } = Start;

    public Service Service { get; private set; } = null!;

    public FreezeBook Freezes { get; private set; } = FreezeBook.Empty;

    /// <summary>The service as rules see it now.</summary>
    public Service Frozen => Service.Under(Freezes, Now);

    public IReadOnlyDictionary<DeploymentId, Deployment> Deployments => _deployments;

    /// <summary>Everything that was stored, in order; service events have no deployment.</summary>
    public IReadOnlyList<(DeploymentId? Deployment, DomainEvent Event)> Log => _log;

    public ServiceEnvironment Place(EnvironmentName? environment = null) => environment is { } name ? Frozen.Environment(name)! : Frozen.Environments[0];

    /// <summary>Orders come without a word about why.</summary>
    public bool GivesNoReasons { get; set; }

    public Decision Send(DeploymentId id, DeploymentCommand command, Actor? by = null, ValueList<string>? groups = null)
    {
        var caller = new Caller(by ?? (command is DeploymentCommand.Signal ? Actor.Engine : Make.Maria), groups ?? []) { GaveNoReason = GivesNoReasons };
        var decision = DeploymentDecider.Decide(Frozen, _deployments[id], command, Now, caller);
        Store(id, decision, caller.Who);
        return decision;
    }

    public (DeploymentId Id, Decision Decision) Create(DeploymentRequest request) => Stored(DeploymentCreation.Create(Frozen, request));

    public (DeploymentId Id, Decision Decision) Retry(DeploymentId old, bool queue = false) => Stored(DeploymentCreation.Retry(Frozen, _deployments[old], queue));

    public (DeploymentId Id, Decision Decision) GoBack(DeploymentId old) => Stored(DeploymentCreation.GoBack(Frozen, _deployments[old]));

    public (DeploymentId Id, Decision Decision) Record(int? release, ReleaseSpec? fresh = null) => Stored(InitialRecord.Record(Frozen, Make.Production, release, fresh));

    /// <summary>Everything, until it is lifted, unless told otherwise.</summary>
    public FreezeId Freeze(FreezeRequest? request = null)
    {
        var (id, decision) = FreezeDecider.Declare(Freezes, request ?? new("year end"), [Service], Now);
        Assert.True(decision is Decision.Accepted, decision.ToString());
        Store((Decision.Accepted)decision);
        return id;
    }

    public void Lift(FreezeId id)
    {
        if (FreezeDecider.Lift(Freezes, id, Now) is Decision.Accepted lifted)
        {
            Store(lifted);
        }
    }

    private void Store(Decision.Accepted accepted)
    {
        foreach (var @event in accepted.FreezeEvents)
        {
            var stamped = @event with { Origin = new Origin(Now, Make.Ann) };
            Freezes = FreezeBook.Evolve(Freezes, stamped);
            _log.Add((null, stamped));
        }
    }

    public void Store(params ServiceEvent[] events)
    {
        foreach (var @event in events)
        {
            var stamped = @event with { Origin = new Origin(Now, Actor.Engine) };
            Service = Service.Evolve(Service, stamped);
            _log.Add((null, stamped));
        }
    }

    public void Store(DeploymentId id, DeploymentEvent @event, Actor by)
    {
        var stamped = @event with { Origin = new Origin(Now, by) };
        _deployments[id] = Deployment.Evolve(_deployments.GetValueOrDefault(id), stamped);
        _log.Add((id, stamped));
    }

    private (DeploymentId Id, Decision Decision) Stored((DeploymentId Id, Decision Decision) created)
    {
        Store(created.Id, created.Decision, Make.Maria);
        return created;
    }

    private void Store(DeploymentId id, Decision decision, Actor by)
    {
        if (decision is not Decision.Accepted accepted)
        {
            return;
        }

        Store([.. accepted.ServiceEvents]);
        foreach (var @event in accepted.Events)
        {
            Store(id, @event, by);
        }
    }
}
