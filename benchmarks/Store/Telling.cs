using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Gates;
using Sluice.Domain.Services;
using Sluice.Engine.Store;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Benchmarks.Store;

/// <summary>One service with one environment and its deployments, as the domain's own deciders tell them, for a store that no product uses yet.</summary>
internal sealed class Telling
{
    private const int Batch = 100;
    private readonly ServiceName _name;
    private readonly string _reason;
    private readonly List<(string Stream, string Type, DomainEvent Event)> _events = [];

    /// <param name="reason">Recorded with every event.</param>
    public Telling(string service, DateTimeOffset from, Caller by, string reason)
    {
        (_name, Now, _reason) = (ServiceName.From(service), from, reason);
        Keep(ServiceDecider.Declare(null, _name, [new(Production, new(RuntimeKind.External), new(RouterKind.Gateway, Host: null, "/" + service))], others: []), by);
    }

    public static EnvironmentName Production { get; } = EnvironmentName.From("production");

    public DateTimeOffset Now { get; set; }

    public Service Service { get; private set; } = null!;

    /// <summary>The latest.</summary>
    public Deployment Deployment { get; private set; } = null!;

    /// <summary>How many events it has.</summary>
    public int Length { get; private set; }

    /// <summary>What serves now, as the engine would have seen it.</summary>
    public CapturedStable? Stable(string endpoint) => Service.Environment(Production)!.Live is { } live ? new(live, [endpoint]) : null;

    /// <param name="endpoint">The one instance of the new release.</param>
    public void Deploy(string endpoint, Func<DeploymentRequest, DeploymentRequest> shape, Caller by)
    {
        var request = new DeploymentRequest(_name, Production, Release: null, new ReleaseSpec { Endpoints = [endpoint] });
        var (_, created) = DeploymentCreation.Create(Service, shape(request));
        (Deployment, Length) = (null!, 0);
        Keep(created, by);
    }

    public void Say(DeploymentCommand command, Caller by) => Keep(DeploymentDecider.Decide(Service, Deployment, command, Now, by), by);

    /// <summary>Writes several of them, many events at a time. A stream is told by one of them.</summary>
    public static async Task WriteAsync(PostgresEventStore store, IReadOnlyCollection<Telling> told, CancellationToken ct)
    {
        var versions = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (var batch in told.SelectMany(one => one._events).Chunk(Batch))
        {
            var appends = batch.GroupBy(e => (e.Stream, e.Type)).Select(stream =>
            {
                var version = versions.GetValueOrDefault(stream.Key.Stream);
                var events = stream.Select(e => e.Event).ToList();
                versions[stream.Key.Stream] = version + events.Count;
                return new StreamAppend(stream.Key.Stream, stream.Key.Type, version, events);
            });
            await store.AppendAsync(new(TenantId.Default, told.Max(one => one.Now), [.. appends]), ct);
        }
    }

    private void Keep(Decision decision, Caller by)
    {
        if (decision is not Decision.Accepted accepted)
        {
            return;
        }

        var origin = new Origin(Now, by.Who, _reason);
        foreach (var @event in accepted.ServiceEvents.Select(e => e with { Origin = origin }))
        {
            Service = Service.Evolve(Service, @event);
            _events.Add((_name.Stream, "service", @event));
        }

        foreach (var @event in accepted.Events.Select(e => e with { Origin = origin }))
        {
            Deployment = Deployment.Evolve(Deployment, @event);
            Length++;
            _events.Add((Deployment.Id.Stream, "deployment", @event));
        }
    }
}
