namespace Sluice.Engine.Store;

/// <summary>Log event ids of the store, 1000 to 1099. A number is never given a second meaning.</summary>
internal static class StoreEventIds
{
    public const int WaitingForDatabase = 1000;
    public const int ListenerLost = 1001;
    public const int NotifierLost = 1002;

    public const int SubscriptionInterrupted = 1010;
    public const int SubscriptionFailed = 1011;
    public const int SubscriptionRecovered = 1012;
    public const int ReadModelRebuilt = 1013;

    public const int PostgresStarted = 1050;
    public const int PostgresStopped = 1051;
    public const int PostgresDied = 1052;
    public const int PostgresRestartFailed = 1053;
    public const int PostgresOrphanStopped = 1054;
}
