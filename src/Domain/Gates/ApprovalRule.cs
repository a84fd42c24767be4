using System.Text.Json.Serialization;

namespace Sluice.Domain.Gates;

/// <summary>What becomes of a deployment whose gate was refused or ran out of time. Neither ever lets it pass.</summary>
public enum GateEnd
{
    /// <summary>Traffic stays as it is until somebody asks again, or gives up.</summary>
    Hold,

    RollBack,
}

/// <summary>Who must agree at a gate. Fixed with the plan.</summary>
public sealed record ApprovalRule
{
    public const int MostApprovals = 20;

    /// <summary>How many people must approve, 0 to <see cref="MostApprovals"/>. With 0 the gate is passed by policy, and shown as such.</summary>
    public int Quorum { get; init; } = 1;

    /// <summary>Only members of these have a say; empty: everyone who may approve here.</summary>
    public ValueList<string> Groups { get; init; } = [];

    /// <summary>Who asked, and who changed the plan since, has no say.</summary>
    public bool FourEyes { get; init; } = true;

    /// <summary>Who registered the release has no say either.</summary>
    public bool ExcludeAuthor { get; init; }

    /// <summary>Null: the question stays open.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public TimeSpan? ExpiresAfter { get; init; }

    public GateEnd OnExpiry { get; init; } = GateEnd.Hold;

    public GateEnd OnReject { get; init; } = GateEnd.RollBack;

    /// <summary>What an approver should look at, as markdown.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Instructions { get; init; }

    /// <summary>One other person, for orders against the verdict: a no, or no answer in an hour, drops the order.</summary>
    public static ApprovalRule ForOrders { get; } = new() { ExpiresAfter = TimeSpan.FromHours(1), OnReject = GateEnd.Hold };

    /// <summary>One answer of anyone decides: what gates were before they had rules.</summary>
    public static ApprovalRule Anyone { get; } = new() { FourEyes = false };
}
