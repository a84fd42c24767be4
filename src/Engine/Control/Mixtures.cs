using Sluice.Domain.Traffic;
using Sluice.Engine.Traffic;

namespace Sluice.Engine.Control;

/// <summary>What nobody wanted and nobody is working on: two releases that serve side by side without a deployment.</summary>
internal static class Mixtures
{
    /// <summary>In sentences, one for each release that is not the live one and gets requests.</summary>
    public static IEnumerable<string> In(PlaceView view, RouteReading? reading) => view is { Active: null, Environment.Live: { } live } && reading is not null
        ? reading.Arms.Where(arm => arm.Release != live && arm.Share > Share.None).Select(arm =>
            $"Release {live} is live, and release {arm.Release} still gets {arm.Share} of the traffic: a way back was not completed. It goes on when more instances of release {live} are ready; another deployment ends it too.")
        : [];
}
