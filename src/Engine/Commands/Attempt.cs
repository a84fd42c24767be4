using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Domain.Deployments;
using Sluice.Domain.Freezes;
using Sluice.Domain.Incidents;
using Sluice.Domain.Services;
using Sluice.Engine.Live;

namespace Sluice.Engine.Commands;

/// <summary>One look at the streams and what was decided on it.</summary>
/// <param name="ServiceVersion">For an order about a freeze, an incident, a setting, a plan template or an application: the version of the stream of all of them.</param>
/// <param name="Found">The deployment as it was read; null for one that is being created.</param>
internal sealed record Attempt(
    Decision? Decision, ServiceName Service, long ServiceVersion, DeploymentId? Deployment, Versioned<Deployment>? Found, int? Release)
{
    private readonly CommandAnswer? _answer;

    /// <summary>When it was decided; null when the decision did not look at the clock.</summary>
    public DateTimeOffset? At { get; init; }

    /// <summary>The freeze that the order is about.</summary>
    public FreezeId? Freeze { get; init; }

    /// <summary>The incident that the order is about.</summary>
    public IncidentId? Incident { get; init; }

    /// <summary>The application that the order is about.</summary>
    public ApplicationName? Application { get; init; }

    /// <summary>The versions of several services that one order is about; one that is missing does not exist yet.</summary>
    public IReadOnlyDictionary<ServiceName, long> ServiceVersions { get; init; } = new Dictionary<ServiceName, long>();

    /// <summary>Wire name of the order; null for a signal.</summary>
    public string? Command { get; init; }

    /// <summary>What the order overrides, in wire words.</summary>
    public string? Against { get; init; }

    /// <summary>Null when there is something to append.</summary>
    public CommandAnswer? Answer => _answer ?? Decision switch
    {
        Decision.Ignored d => new CommandAnswer.Ignored(d.Why, Service, Found?.State.Id, Found?.Version ?? ServiceVersion) { Release = Release },
        Decision.Refused d => new CommandAnswer.Refused(d.Refusal, Found?.State, Found?.Version ?? ServiceVersion),
        _ => null,
    };

    public static Attempt Done(CommandAnswer answer) => new(answer);

    private Attempt(CommandAnswer answer)
        : this(Decision: null, default, 0, Deployment: null, Found: null, Release: null) => _answer = answer;
}
