namespace Sluice.Domain.Notifications;

/// <summary>Where messages go, and which. Its secret is not part of it.</summary>
/// <param name="Address">Whom they are sent to; may itself hold what lets one in, so it stands in no log.</param>
public sealed record ChannelSpec(string Name, string Address)
{
    /// <summary>Only of services of this team; null: of all.</summary>
    public string? Team { get; init; }

    /// <summary>Only of these; empty: of all.</summary>
    public ValueList<string> Services { get; init; } = [];

    /// <summary>Only of these; empty: of all.</summary>
    public ValueList<string> Environments { get; init; } = [];

    public ValueList<NotificationKind> Kinds { get; init; } = Usual;

    /// <summary>Nothing is made for a channel that is off, and what waits goes on waiting until its day is over.</summary>
    public bool IsOn { get; init; } = true;

    /// <summary>What somebody wants to hear of without looking for it: the same as the bell.</summary>
    public static ValueList<NotificationKind> Usual { get; } =
        [NotificationKind.GateWaits, NotificationKind.Returned, NotificationKind.Held, NotificationKind.Failed, NotificationKind.Overridden];

    /// <summary>Scheme, host and port: what may be written anywhere.</summary>
    public string Host => Uri.TryCreate(Address, UriKind.Absolute, out var address) ? address.GetLeftPart(UriPartial.Authority) : string.Empty;

    /// <param name="team">Of the service that it is about.</param>
    public bool Wants(Notification notification, string? team) =>
        IsOn
        && Kinds.Contains(notification.Kind)
        && (Team is null || Team == team)
        && (Services.Count == 0 || Services.Contains(notification.Service.Value))
        && (Environments.Count == 0 || Environments.Contains(notification.Environment.Value));
}
