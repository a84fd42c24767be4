using System.Text.Json.Serialization;

namespace Sluice.Dashboard.Preferences;

/// <summary>How the console looks and listens for one person. Null: the console's own way.</summary>
/// <param name="Density"><c>compact</c>, <c>normal</c> or <c>roomy</c>.</param>
/// <param name="Zone"><c>utc</c>, <c>local</c>, <c>service</c> for that of the service whose page it is, or a name of the IANA time zone database.</param>
/// <param name="Keys"><c>off</c>: single keys do nothing; <c>alt</c>: they do it together with Alt.</param>
public sealed record Look(string? Density = null, string? Zone = null, string? Keys = null)
{
    /// <summary>What it is kept under.</summary>
    public const string Key = "look";

    /// <summary>Where the browser keeps it.</summary>
    public const string Path = "/settings/look";

    [JsonIgnore]
    public bool IsValid => Density is null or "compact" or "normal" or "roomy" && Keys is null or "on" or "off" or "alt" && IsZone(Zone);

    private static bool IsZone(string? zone) => zone is null or "utc" or "local" or "service" || (zone.Length < 64 && TimeZoneInfo.TryFindSystemTimeZoneById(zone, out _));
}
