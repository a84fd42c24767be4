using System.Text.Json.Serialization;

namespace Sluice.Domain.Services;

/// <summary>Who looks after a service, and where they look when it hurts. Has no part in how it is delivered.</summary>
public sealed record ServiceProfile
{
    public static ServiceProfile None { get; } = new();

    /// <summary>By which the fleet can be filtered and grouped; a slug.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Team { get; init; }

    /// <summary>People to ask.</summary>
    public ValueList<string> Owners { get; init; } = [];

    /// <summary>Address of whoever is on call.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? OnCall { get; init; }

    /// <summary>Address of what to do when it hurts.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Runbook { get; init; }

    /// <summary>Where its people and its traffic are, by a name of the IANA time zone database: times on its pages can be read in it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TimeZone { get; init; }

    /// <summary>What it is for, in a sentence.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Description { get; init; }

    [JsonIgnore]
    public bool IsEmpty => this == None;
}
