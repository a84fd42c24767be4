using System.Text.Json.Serialization;
using Sluice.Domain.Analysis.CustomMetrics;
using Sluice.Domain.Deployments;
using Sluice.Domain.Events;
using Sluice.Domain.Gates;
using Sluice.Domain.Rolling;

namespace Sluice.Domain.Services;

/// <summary>A fact in the life of one service. Its stream is also the lock and the register of what is live where.</summary>
public abstract record ServiceEvent : DomainEvent
{
    private ServiceEvent()
    {
    }

    public sealed record ServiceDeclared(ServiceName Name, ValueList<EnvironmentSpec> Environments) : ServiceEvent;

    public sealed record EnvironmentDeclared(EnvironmentSpec Environment) : ServiceEvent;

    /// <summary>What the instances of an environment tell about themselves, in place of what was declared before.</summary>
    public sealed record MetricsDeclared(EnvironmentName Environment, ValueList<MetricDefinition> Metrics) : ServiceEvent;

    /// <summary>Who else must agree to an order against the verdict, in place of what was declared before.</summary>
    public sealed record OverrideApprovalDeclared(EnvironmentName Environment, ApprovalRule Rule) : ServiceEvent;

    /// <summary>Who looks after it, in place of what was said before.</summary>
    public sealed record ProfileChanged(ServiceProfile Profile) : ServiceEvent;

    public sealed record ReleaseAdded(int Number, ReleaseSpec Spec) : ServiceEvent;

    /// <summary>Sluice fetched the image for a release, so its registry has it: what was only ever built on the engine's machine is never taken away.</summary>
    /// <param name="Image">As <see cref="ImageReference.Identity"/> has it.</param>
    /// <param name="Id">Of what the registry gave, in the engine.</param>
    public sealed record ImageFetched(int Release, string Image, string Id) : ServiceEvent;

    /// <summary>The first instance of the release was made, from what the tag of its image stood for then.</summary>
    /// <param name="Id">In the engine.</param>
    /// <param name="Digest">In its registry; null when it never was in one.</param>
    public sealed record ImageResolved(int Release, string Id, string? Digest) : ServiceEvent;

    /// <summary>The engine has the image of these releases no more: none of them is among those whose images are kept. Deploying one fetches it again.</summary>
    public sealed record ImageGone(string Image, ValueList<int> Releases) : ServiceEvent;

    /// <summary>A number was given to a new deployment; numbers are consecutive.</summary>
    public sealed record DeploymentNumbered(int Number, DeploymentId Deployment, EnvironmentName Environment) : ServiceEvent;

    /// <summary>The deployment waits for the place; first come, first served.</summary>
    public sealed record PlaceQueued(EnvironmentName Environment, DeploymentId Deployment) : ServiceEvent;

    /// <summary>The deployment comes for the place at a time which somebody named.</summary>
    public sealed record PlaceScheduled(EnvironmentName Environment, DeploymentId Deployment, DateTimeOffset At) : ServiceEvent;

    public sealed record PlaceTaken(EnvironmentName Environment, DeploymentId Deployment) : ServiceEvent;

    /// <summary>The deployment holds the place no more, or left the queue.</summary>
    public sealed record PlaceFreed(EnvironmentName Environment, DeploymentId Deployment) : ServiceEvent
    {
        /// <summary>Instances of it may still serve beside what is live; null where its way back was completed, or was none by instances.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
        public UnfinishedReturn? Unfinished { get; init; }
    }

    /// <param name="Standby">What served before; kept running until <paramref name="StandbyUntil"/> so that going back is instant.</param>
    public sealed record ReleaseWentLive(EnvironmentName Environment, int Release, DeploymentId Deployment, int? Standby, DateTimeOffset? StandbyUntil) : ServiceEvent
    {
        /// <summary>It was deployed without asking its instances how they are, and goes on that way.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool SkipHealth { get; init; }

        /// <summary>It ran already, and nothing was deployed: somebody said so.</summary>
        [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
        public bool Recorded { get; init; }
    }

    /// <summary>A later rollback replaced what this deployment had brought.</summary>
    public sealed record DeploymentSuperseded(DeploymentId Deployment, DeploymentId By) : ServiceEvent;
}
