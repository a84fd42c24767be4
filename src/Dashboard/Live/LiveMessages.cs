using Sluice.Engine.Live;

namespace Sluice.Dashboard.Live;

/// <summary>The methods of the browser that the hub calls.</summary>
internal static class LiveMethods
{
    public const string Tick = "tick";
    public const string Event = "event";
    public const string Beat = "beat";

    /// <summary>Events were lost on the way: read the state and the history again.</summary>
    public const string Resync = "resync";
}

/// <summary>New points of one deployment's charts.</summary>
/// <param name="Seq">Grows by one per message as long as anybody watches; after a hole, ask the API for what came after the last point.</param>
internal sealed record TickMessage(string Deployment, long Seq, IReadOnlyList<ChartPoint> Points);

/// <summary>An event of a watched deployment.</summary>
/// <param name="Version">Of the deployment's stream: the next event has the next number.</param>
/// <param name="Asked">Percent that the plan asks for the canary after the event.</param>
/// <param name="Set">Percent that the router was seen to give the canary; null when it is not known.</param>
internal sealed record EventMessage(string Deployment, long Version, string Kind, DateTimeOffset At, decimal Asked, decimal? Set);

/// <summary>An event of any deployment of the tenant, for the fleet.</summary>
internal sealed record FleetEventMessage(string Deployment, long Version, string Kind, DateTimeOffset At);

/// <summary>The server is there, and this is its clock.</summary>
/// <param name="Seq">Grows by one a second; begins anew with the server.</param>
internal sealed record BeatMessage(DateTimeOffset At, long Seq);

/// <summary>The answer to a request to watch a deployment.</summary>
/// <param name="Version">Every later event will be sent; everything up to it is in the history.</param>
internal sealed record Watching(long Version, DateTimeOffset At);
