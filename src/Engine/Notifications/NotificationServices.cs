using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using Sluice.Engine.Access;
using Sluice.Engine.Audit;
using Sluice.Engine.Notifications.Webhook;
using Sluice.Engine.Settings;
using Sluice.Engine.Store;

namespace Sluice.Engine.Notifications;

/// <summary>Registers channels and what is sent to them.</summary>
public static class NotificationServices
{
    /// <summary>Needs an <see cref="IMessageText"/>, which the console has.</summary>
    public static IServiceCollection AddNotifications(this IServiceCollection services)
    {
        services.AddSettings<NotificationOptions>(NotificationOptions.Section);
        services.AddSingleton<IValidateOptions<NotificationOptions>, NotificationOptionsValidator>();
        services.TryAddSingleton<IAuditTrail, NoAuditTrail>();
        services.AddSingleton<ISchemaPart, NotificationTables>();
        services.AddSingleton<IChannelStore, PostgresChannelStore>();
        services.AddSingleton<INotifier, WebhookNotifier>();
        services.AddSingleton<Channels>();
        services.AddSingleton<Announcer>();
        services.AddSingleton<NotificationReader>();
        services.AddSingleton(provider => provider.GetRequiredService<NotificationReader>().Subscribe());
        services.AddSingleton<HoldTurn>();
        services.AddSingleton<DeliveryTable>();
        services.AddSingleton<DeliveryPump>();
        services.AddHostedService(provider => provider.GetRequiredService<DeliveryPump>());
        return services;
    }
}
