using System.Text.Json.Serialization;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Api.Problems;

/// <summary>A problem document (RFC 9457). Fields that say nothing are left out.</summary>
/// <param name="Type">Ends in the kind: <c>stale</c>, <c>illegal</c>, <c>busy</c>, <c>conflict</c>, <c>not_found</c>, <c>invalid</c> and others.</param>
/// <param name="Detail">What happened, and what would be right, for people.</param>
public sealed record ProblemView(string Type, string Title, int Status, string Detail)
{
    /// <summary>Every mistake in the input, with its path, what was found, and what would be right.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FieldError>? Errors { get; init; }

    /// <summary>The deployment as it is now; for <c>busy</c> the one that holds the place.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DeploymentView? Deployment { get; init; }

    /// <summary>What happened since the version that the reader's view was drawn from.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<EventView>? Events { get; init; }

    /// <summary>The role that would be needed.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Role { get; init; }

    /// <summary>The deployment that holds the place.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Holder { get; init; }
}
