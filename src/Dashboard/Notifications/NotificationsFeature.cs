using Sluice.Engine.Notifications;

namespace Sluice.Dashboard.Notifications;

/// <summary>Messages to the outside, and the pages about them.</summary>
internal static class NotificationsFeature
{
    public static IServiceCollection AddChannels(this IServiceCollection services) => services.AddNotifications().AddSingleton<IMessageText, NotificationText>();
}
