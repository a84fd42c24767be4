namespace Sluice.Engine;

/// <summary>Log event ids are an API: ranges per feature, numbers never used twice.</summary>
internal static class EventIds
{
    // Commands: 2000–2999
    public const int CommandConflict = 2000;

    // Control: 3000–3999
    public const int ControllerFailed = 3000;
    public const int ControllerHeld = 3001;
    public const int ControllerHealed = 3002;
    public const int SignalIgnored = 3003;
    public const int DiscoveryFailed = 3004;
    public const int Late = 3005;

    // Live: 8000–8999
    public const int FeedInterrupted = 8000;
    public const int FeedResumed = 8001;
    public const int SubscriberFailed = 8002;
}
