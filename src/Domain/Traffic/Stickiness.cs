using System.Text.Json.Serialization;

namespace Sluice.Domain.Traffic;

/// <summary>
/// Users stay with the release that they got. The value that tells them apart makes a bucket, 0 to 999; those below the canary's share in tenths of a percent get the canary.
/// So nobody leaves it while the share grows. Requests without the value are shared out one by one.
/// </summary>
/// <param name="Name">Of the header or cookie; null for the router's own.</param>
public sealed record Stickiness(UserKey By, [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] string? Name = null);
