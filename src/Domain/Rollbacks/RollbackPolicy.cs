using System.Text.Json.Serialization;
using Sluice.Domain.Gates;

namespace Sluice.Domain.Rollbacks;

public enum WhileWaiting
{
    /// <summary>Traffic stays as it is while people decide.</summary>
    Hold,

    /// <summary>The canary gets no traffic while people decide; its instances are kept.</summary>
    Shed,
}

/// <summary>When to go back, and whether people are asked first.</summary>
public sealed record RollbackPolicy
{
    /// <summary>Off: a failing verdict pauses the deployment and leaves the traffic as it is.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Off: a failing verdict asks, as with <see cref="ManualApproval"/>.</summary>
    public bool Automatic { get; init; } = true;

    /// <summary>Trigger: errors per request of the canary above this fraction.</summary>
    public double? OnErrorRate { get; init; }

    /// <summary>Trigger: p99 of the canary over p99 of stable, less one, above this fraction.</summary>
    public double? OnLatencyIncrease { get; init; }

    /// <summary>Triggers: metrics whose threshold, when failing, counts as a reason to go back (<c>throughput</c> among them).</summary>
    public ValueList<string> OnMetricFailure { get; init; } = [];

    public bool ManualApproval { get; init; }

    /// <summary>Who answers the question; null: anyone who may approve here.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ApprovalRule? Approval { get; init; }

    public WhileWaiting WhileWaiting { get; init; } = WhileWaiting.Hold;

    [JsonIgnore]
    public bool Asks => ManualApproval || !Automatic;
}
