namespace Sluice.Domain.Notifications;

/// <summary>A message to a channel about a deployment that nobody has tried to send yet.</summary>
public sealed record OpenMessage(string Id, DateTimeOffset DueAt);

/// <summary>At most one message a minute about a deployment, except for returns, which nobody should wait for. Pure.</summary>
public static class Bundling
{
    public static readonly TimeSpan Pace = TimeSpan.FromMinutes(1);

    /// <param name="open">The channel's message about the deployment that gathers; null when there is none.</param>
    /// <param name="last">When the one before it was due; null when there was none.</param>
    public static Placing Place(NotificationKind kind, OpenMessage? open, DateTimeOffset? last, DateTimeOffset now)
    {
        if (kind == NotificationKind.Returned)
        {
            return new Placing.Apart(now);
        }

        if (open is not null)
        {
            return new Placing.Join(open.Id);
        }

        return new Placing.Apart(last + Pace is { } next && next > now ? next : now);
    }
}

/// <summary>Where a notification goes.</summary>
public abstract record Placing
{
    private Placing()
    {
    }

    /// <summary>Into a message that is not sent yet.</summary>
    public sealed record Join(string Message) : Placing;

    public sealed record Apart(DateTimeOffset DueAt) : Placing;
}
