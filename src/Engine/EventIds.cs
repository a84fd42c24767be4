namespace Sluice.Engine;

/// <summary>Log event ids are an API: ranges per feature, numbers never used twice.</summary>
internal static class EventIds
{
    // Commands: 2000–2999
    public const int CommandConflict = 2000;

    // Control: 3000–3099
    public const int ControllerFailed = 3000;
    public const int ControllerHeld = 3001;
    public const int ControllerHealed = 3002;
    public const int SignalIgnored = 3003;
    public const int DiscoveryFailed = 3004;
    public const int Late = 3005;
    public const int RolloutFailed = 3006;

    // Strategies: 3100–3199
    public const int StrategyLoaded = 3100;
    public const int StrategyNotLoaded = 3101;

    // Workloads: 3500–3599
    public const int ContainersLost = 3500;
    public const int ContainersBack = 3501;
    public const int ImageRemoved = 3510;
    public const int PruningFailed = 3511;

    // Traffic: 4000–4999
    public const int GatewayStarted = 4000;
    public const int GatewayAdopted = 4001;
    public const int GatewayGone = 4002;
    public const int GatewayStartFailed = 4003;
    public const int GatewayRunsAsRoot = 4004;
    public const int GatewayLeftServing = 4005;
    public const int GatewayStopped = 4006;
    public const int GatewayServesElsewhere = 4007;
    public const int RouteChanged = 4010;
    public const int RouteReleased = 4011;

    // Access: 5000–5999
    public const int AccessNotRead = 5000;

    // Metrics: 6000–6999
    public const int SourceLost = 6000;
    public const int SourceBack = 6001;
    public const int CountersBroken = 6002;
    public const int SamplesNotStored = 6003;
    public const int SamplesStoredAgain = 6004;
    public const int SampleReaderFailed = 6005;
    public const int SamplesNotLoaded = 6006;
    public const int SamplesNotTrimmed = 6007;
    public const int OwnMetricLost = 6020;
    public const int OwnMetricBack = 6021;
    public const int OwnMetricFailed = 6022;
    public const int SightingsNotStored = 6023;
    public const int ServedNotStored = 6030;
    public const int ServedStoredAgain = 6031;
    public const int ServedNotTidied = 6032;

    // Audit: 7000–7999
    public const int AuditEntryLost = 7000;
    public const int ChainInterrupted = 7001;
    public const int ChainFailed = 7002;
    public const int ChainResumed = 7003;
    public const int ChainBroken = 7004;

    // Live: 8000–8999
    public const int FeedInterrupted = 8000;
    public const int FeedResumed = 8001;
    public const int SubscriberFailed = 8002;
    public const int StreamNotUnderstood = 8003;
    public const int NodesNotHeard = 8004;

    // Notifications: 9000–9999
    public const int NotTold = 9000;
    public const int DeliveryInterrupted = 9001;
    public const int DeliveryFailed = 9002;
    public const int DeliveryResumed = 9003;
    public const int DeliveryGivenUp = 9004;
    public const int DeliveryNotKept = 9005;
    public const int TeamNotKnown = 9006;
}
