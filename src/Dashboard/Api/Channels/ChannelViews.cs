using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Engine.Notifications;

namespace Sluice.Dashboard.Api.Channels;

/// <summary>From channels and their messages to what the wire shows of them.</summary>
internal static class ChannelViews
{
    public static ChannelView Of(ChannelRow row)
    {
        var (channel, spec) = (row.Channel, row.Channel.Spec);
        return new(
            channel.Id, "webhook", spec.Name, spec.Address, spec.Team, spec.Services, spec.Environments, [.. spec.Kinds.Select(Words.Of)], spec.IsOn, Words.Of(HealthOf(row)), row.Waiting, row.GivenUp,
            row.LastDeliveredAt, row.FailingSince, row.LastProblem, channel.CreatedAt, channel.CreatedBy, channel.ChangedAt, channel.ChangedBy);
    }

    public static DeliveryView Of(Delivery delivery) => new(
        delivery.Id, delivery.Deployment, delivery.Notices, Words.Of(delivery.Status), delivery.Attempts, delivery.CreatedAt, delivery.LastAttemptAt,
        delivery.Status == DeliveryStatus.Waiting ? delivery.DueAt : null, delivery.StatusCode, delivery.Problem, delivery.Answer);

    public static ChannelTestView Of(ChannelAnswer.Tested tested) =>
        new(tested.Delivery, tested.Answer.IsTaken, tested.Answer.Status, tested.Answer.Text, tested.Answer.Problem, (long)tested.Answer.Took.TotalMilliseconds);

    public static ChannelHealth HealthOf(ChannelRow row) => row switch
    {
        { Channel.Spec.IsOn: false } => ChannelHealth.Off,
        { FailingSince: not null } => ChannelHealth.Failing,
        { LastDeliveredAt: null } => ChannelHealth.New,
        _ => ChannelHealth.Well,
    };
}
