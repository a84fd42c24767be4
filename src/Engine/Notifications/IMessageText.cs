using Sluice.Domain.Deployments;
using Sluice.Domain.Notifications;

namespace Sluice.Engine.Notifications;

/// <summary>What messages say: in the console's words, with links into it. The console has it.</summary>
public interface IMessageText
{
    /// <summary>What happened, in a line.</summary>
    string HeadlineOf(Notification notification);

    /// <summary>What the console says of the deployment at that instant.</summary>
    string SentenceOf(Deployment deployment);

    /// <summary>To that instant in replay.</summary>
    string LinkTo(Notification notification);

    /// <summary>What a test message says.</summary>
    string TestOf(Channel channel);
}
