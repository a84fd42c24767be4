using Sluice.Domain.Deployments;
using Sluice.Domain.Services;

namespace Sluice.Domain.Notifications;

/// <summary>Something that happened to a deployment and that others are told of.</summary>
/// <param name="Version">Of the deployment's stream, after the event: the instant to look at in replay.</param>
/// <param name="At">Since when it is so; for what is held, when that had lasted long enough.</param>
public sealed record Notification(NotificationKind Kind, DeploymentId Deployment, ServiceName Service, EnvironmentName Environment, long Version, DateTimeOffset At)
{
    /// <summary>What was recorded of it: a reason or a question.</summary>
    public string? Text { get; init; }

    /// <summary>Who did it.</summary>
    public string? By { get; init; }

    /// <summary>The same for the same matter, on every node and after every restart.</summary>
    public string Id => FormattableString.Invariant($"{Deployment}:{Version}:{Words.Of(Kind)}");
}
