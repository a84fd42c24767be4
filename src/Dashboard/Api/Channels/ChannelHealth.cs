namespace Sluice.Dashboard.Api.Channels;

/// <summary>How a channel does, as console and API say it.</summary>
public enum ChannelHealth
{
    Off,

    /// <summary>Its last message was not taken.</summary>
    Failing,

    /// <summary>Nothing was sent through it yet.</summary>
    New,
    Well,
}
