using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using EnvironmentName = Sluice.Domain.Services.EnvironmentName;

namespace Sluice.Dashboard.Notices;

/// <summary>Why somebody is told.</summary>
public enum NoticeKind
{
    /// <summary>A question waits for the reader.</summary>
    Gate,

    /// <summary>Traffic went back to stable.</summary>
    Returned,

    /// <summary>Nobody has decided for a while what the evidence could not.</summary>
    Held,
    Failed,

    /// <summary>Somebody acted against a verdict or round a question.</summary>
    Overridden,
}

/// <summary>Something that one should hear of without looking for it.</summary>
/// <param name="Key">The same for the same matter, also after a restart.</param>
/// <param name="At">Since when one is told.</param>
/// <param name="Text">What was recorded of it, in a sentence; null when nothing was.</param>
public sealed record Notice(NoticeKind Kind, string Key, DeploymentId Deployment, ServiceName Service, EnvironmentName Environment, DateTimeOffset At, string Href, string? Text)
{
    /// <summary>Who made the deployment.</summary>
    public string? CreatedBy { get; init; }

    /// <summary>Who acted, where it is about that.</summary>
    public string? By { get; init; }
}
