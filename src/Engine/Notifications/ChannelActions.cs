namespace Sluice.Engine.Notifications;

/// <summary>The wire names, in the audit log, of what is done about channels.</summary>
public static class ChannelActions
{
    public const string Create = "create_channel";
    public const string Change = "change_channel";
    public const string Delete = "delete_channel";
    public const string Test = "test_channel";
    public const string Retry = "retry_delivery";
}
