namespace Sluice.Domain.Deployments;

/// <summary>How a release goes live.</summary>
public enum DeploymentStrategy
{
    /// <summary>Beside what is live, by a share that grows from phase to phase.</summary>
    Canary,

    /// <summary>
    /// All of it beside what is live, then everything in one switch and a soak; what was live is kept, so that going back is a switch as well.
    /// Martin Fowler, BlueGreenDeployment, 2010.
    /// </summary>
    BlueGreen,

    /// <summary>As a canary, and only among requests that a header or cookie picks out; all others stay with what is live until the end.</summary>
    Ab,

    /// <summary>In place: instances of the new release take the place of those of the old one, batch by batch.</summary>
    Rolling,

    /// <summary>In place, and with downtime: everything is stopped, then everything is started. For what cannot stand side by side.</summary>
    Recreate,

    /// <summary>Copies of requests go to the new release first and its answers are thrown away; then everything in one switch.</summary>
    Mirror,
}
