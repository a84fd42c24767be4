using System.Globalization;
using Sluice.Domain.Deployments;
using Sluice.Domain.Traffic;
using Sluice.Gateway.Contract;

namespace Sluice.Engine.Traffic.Gateway;

/// <summary>Translates what is copied into the gateway's words, and back.</summary>
internal static class GatewayMirroring
{
    /// <summary>Null without both arms: there is nobody to copy from, or to.</summary>
    public static GatewayMirror? From(RouteSpec spec) =>
        spec.Mirror is { } mirror && Release(spec, ArmRole.Canary) is { } canary && Release(spec, ArmRole.Stable) is { } stable && canary != stable
            ? new(canary, mirror.Share.Tenths) { UnsafeMethods = mirror.How.UnsafeMethods, MaxBodyBytes = mirror.How.MaxBody }
            : null;

    /// <summary>What is in force, in our words; equal to what was wanted when it is that.</summary>
    public static WantedMirror? Of(GatewayMirror? mirror) =>
        mirror is null ? null : new(Share.FromTenths(mirror.Share), new(mirror.UnsafeMethods, mirror.MaxBodyBytes));

    public static ReadMirror? CountsOf(GatewayStatus status, string route) =>
        status.Mirrors.FirstOrDefault(mirror => mirror.Route == route) is { } counts ? new(counts.Copies.Requests, counts.Copies.Errors, counts.Dropped, counts.Unfit) : null;

    private static string? Release(RouteSpec spec, ArmRole role) => spec.Arms.FirstOrDefault(arm => arm.Role == role)?.Release.ToString(CultureInfo.InvariantCulture);
}
