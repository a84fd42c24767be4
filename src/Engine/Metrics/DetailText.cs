using System.Text.Json;
using Sluice.Domain.Analysis;

namespace Sluice.Engine.Metrics;

/// <summary>The details of an arm as text, for files that leave the system and come back.</summary>
public static class DetailText
{
    /// <returns>JSON; null when there are none.</returns>
    public static string? Of(ArmDetail detail) => StoredDetail.ToJson(detail);

    /// <param name="json">Null for none.</param>
    /// <exception cref="JsonException">It is not what <see cref="Of"/> wrote.</exception>
    public static ArmDetail Read(string? json) => StoredDetail.FromJson(json);
}
