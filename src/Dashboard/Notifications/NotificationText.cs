using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Deployments;
using Sluice.Domain.Notifications;
using Sluice.Engine.Notifications;

namespace Sluice.Dashboard.Notifications;

/// <summary>What messages say, in the words that the console has for it.</summary>
internal sealed class NotificationText(IStringLocalizer<Texts> texts, StateSentence sentences, IOptions<NotificationOptions> options, IServer server) : IMessageText
{
    public string HeadlineOf(Notification notification) => notification.Kind switch
    {
        NotificationKind.Overridden => texts["Notice.Overridden", notification.By ?? string.Empty, notification.Deployment, notification.Environment],
        NotificationKind.Returned or NotificationKind.Held or NotificationKind.Failed => texts[$"Notice.{notification.Kind}", notification.Deployment, notification.Environment],
        var kind => texts[$"Message.{kind}", notification.Deployment, notification.Environment],
    };

    public string SentenceOf(Deployment deployment) => sentences.Of(deployment, place: null);

    public string LinkTo(Notification notification)
    {
        var number = notification.Deployment.Value[(notification.Service.Value.Length + 1)..];
        return string.Create(CultureInfo.InvariantCulture, $"{Console}/s/{notification.Service}/d/{number}/replay?at={notification.Version}");
    }

    public string TestOf(Channel channel) => texts["Message.Test", channel.Spec.Name, Console + ChannelsPage.Path];

    private string Console =>
        options.Value.ConsoleAddress?.TrimEnd('/') ?? (server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address ? SignInLink.Reachable(address) : string.Empty);
}
