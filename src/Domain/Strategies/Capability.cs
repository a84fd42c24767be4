using Sluice.Domain.Deployments;

namespace Sluice.Domain.Strategies;

/// <summary>What a plan can ask of its place. Shares of the traffic are not among it: every router has them.</summary>
public enum Capability
{
    /// <summary>The router knows headers and cookies: <c>match</c> and <c>sticky</c>.</summary>
    TellUsersApart,

    /// <summary>The router sends copies of requests to a release.</summary>
    CopyRequests,

    /// <summary>The router can do without any instance for a while.</summary>
    ServeNothing,

    /// <summary>The runtime starts and stops instances; those that someone else runs are not.</summary>
    StartInstances,
}

/// <summary>What the built-in strategies ask of their place.</summary>
public static class Capabilities
{
    public static ValueList<Capability> Of(DeploymentStrategy strategy) => strategy switch
    {
        DeploymentStrategy.Ab => [Capability.TellUsersApart],
        DeploymentStrategy.Mirror => [Capability.CopyRequests],
        DeploymentStrategy.Rolling or DeploymentStrategy.Recreate => [Capability.ServeNothing, Capability.StartInstances],
        _ => [],
    };
}
