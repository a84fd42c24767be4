using Sluice.Domain;
using Sluice.Domain.Notifications;

namespace Sluice.Engine.Notifications;

/// <summary>Where messages of a tenant go.</summary>
public sealed record Channel(TenantId Tenant, string Id, ChannelSpec Spec, DateTimeOffset CreatedAt, string CreatedBy)
{
    public DateTimeOffset? ChangedAt { get; init; }

    public string? ChangedBy { get; init; }
}

/// <summary>A channel and how it is doing.</summary>
/// <param name="Waiting">Messages that are to be sent, now or later.</param>
/// <param name="GivenUp">Messages that were given up and are still kept.</param>
/// <param name="Recorded">All of its messages that are kept.</param>
/// <param name="FailingSince">When the first of the last attempts failed; null when the last one did not, or a test was taken since.</param>
/// <param name="LastProblem">Why the last attempt failed.</param>
public sealed record ChannelRow(Channel Channel, int Waiting, int GivenUp, int Recorded, DateTimeOffset? LastDeliveredAt, DateTimeOffset? FailingSince, string? LastProblem);
