using System.Globalization;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Traffic.Gateway;

/// <summary>Translates who takes part and stays where into the gateway's words, and back.</summary>
internal static class GatewayUserRouting
{
    private static readonly Dictionary<string, UserKey> s_keys = Enum.GetValues<UserKey>().ToDictionary(Words.Of, key => key, StringComparer.Ordinal);

    /// <summary>Null without both arms: there is nothing to share out.</summary>
    public static GatewayUsers? From(RouteSpec spec)
    {
        if (spec.Users is not { } users || Release(spec, ArmRole.Canary) is not { } canary || Release(spec, ArmRole.Stable) is not { } stable || canary == stable)
        {
            return null;
        }

        return new(canary, stable)
        {
            Sticky = users.Sticky is { } sticky ? new(Words.Of(sticky.By), sticky.Name) : null,
            Match = users.Match.Count == 0 ? null : [.. users.Match.Select(match => new GatewayMatch(Words.Of(match.By), match.Name) { Value = match.Value, Prefix = match.Prefix })],
        };
    }

    /// <summary>What is in force, in our words; equal to what was wanted when it is that.</summary>
    public static UserRouting? Of(GatewayUsers? users) => users is null ? null : new(
        users.Sticky is { } sticky ? new(KeyOf(sticky.By), sticky.Name) : null,
        (users.Match ?? []).Select(match => new UserMatch(KeyOf(match.By), match.Name) { Value = match.Value, Prefix = match.Prefix }).ToValueList());

    public static bool AreSame(GatewayUsers? a, GatewayUsers? b) =>
        a?.Canary == b?.Canary && a?.Stable == b?.Stable && a?.Sticky == b?.Sticky && (a?.Match ?? []).SequenceEqual(b?.Match ?? []);

    // Not one of ours is like no other, so that what is in force never passes for what was wanted.
    private static UserKey KeyOf(string word) => s_keys.TryGetValue(word, out var key) ? key : (UserKey)(-1);

    private static string? Release(RouteSpec spec, ArmRole role) => spec.Arms.FirstOrDefault(arm => arm.Role == role)?.Release.ToString(CultureInfo.InvariantCulture);
}
