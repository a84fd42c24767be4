using Sluice.Domain.Deployments;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Deployments;

/// <summary>What a person has to be told about an order that was given.</summary>
public abstract record OrderOutcome
{
    private OrderOutcome()
    {
    }

    /// <param name="Deployment">Where it happened: another one when the order made a new deployment.</param>
    public sealed record Done(DeploymentId Deployment, long Version) : OrderOutcome;

    /// <summary>Understood, and without effect.</summary>
    public sealed record Nothing(string Why) : OrderOutcome;

    public sealed record Refused(string Why) : OrderOutcome;

    /// <summary>The view was old, and what happened since matters.</summary>
    public sealed record MovedOn(Deployment Now, long Version, IReadOnlyList<VersionedEvent> Since) : OrderOutcome;

    /// <summary>Sent, and the answer was lost.</summary>
    public sealed record Unknown : OrderOutcome;
}
