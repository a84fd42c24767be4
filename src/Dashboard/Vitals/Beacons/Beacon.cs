namespace Sluice.Dashboard.Vitals.Beacons;

/// <summary>What a browser measures. The wire name is lower snake case.</summary>
internal enum BeaconKind
{
    /// <summary>From when an event was decided to the frame that shows it.</summary>
    EventToPixel,

    /// <summary>From the loss of the connection to the page being live again.</summary>
    Reconnect,
}

/// <summary>One time that a browser measured.</summary>
internal sealed record Beacon(BeaconKind Kind, TimeSpan Took);
