namespace Sluice.Engine.Traffic.Gateway;

/// <summary>How the built-in gateway is, for people. Traffic may flow although we cannot reach it.</summary>
/// <param name="IsReachable">Whether its last answer was one.</param>
/// <param name="Since">Since when it is reachable, or not.</param>
/// <param name="Restarts">How often it had to be started again since this control plane started.</param>
public sealed record GatewayHealth(bool IsReachable, DateTimeOffset Since, int Restarts)
{
    public int? Pid { get; init; }

    /// <summary>Where it takes traffic.</summary>
    public IReadOnlyList<string> Urls { get; init; } = [];

    /// <summary>True when it ran already when we came.</summary>
    public bool IsAdopted { get; init; }

    /// <summary>Why it could not be reached or started the last time; stays after it is well again.</summary>
    public string? LastError { get; init; }

    public DateTimeOffset? LastErrorAt { get; init; }
}

/// <summary>Tells how the built-in gateway is.</summary>
public interface IGatewayHealth
{
    GatewayHealth Current { get; }
}
