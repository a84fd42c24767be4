using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Domain.Traffic;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Vitals.Traffic;

/// <summary>How far what is from what was told.</summary>
internal enum TrafficDrift
{
    None,

    /// <summary>The router does something else than it was told.</summary>
    Set,

    /// <summary>It says that it does as told, and the requests counted say otherwise.</summary>
    Served,

    /// <summary>It was told something and cannot be read.</summary>
    Unread,
}

/// <param name="Does">Releases that get any, as read back.</param>
internal sealed record TrafficRow(PlaceKey Place, AppliedShares? Told, ValueList<ReleaseShare> Does, IReadOnlyList<ShareDrift> Drifts, TrafficDrift Drift, string? Problem, DateTimeOffset LookedAt)
{
    public bool NeedsSomebody => Problem is not null || Drift != TrafficDrift.None;

    public static TrafficRow Of(PlaceStatus status)
    {
        var does = status.Set.Where(share => share.Share > Share.None).ToValueList();
        var unread = status is { Applied.Shares.Count: > 0, Set.Count: 0 };
        var drifts = unread || status.Applied is null ? [] : status.Applied.DriftFrom(does);
        var drift = unread ? TrafficDrift.Unread
            : drifts.Count > 0 ? TrafficDrift.Set
            : status.Verdict is { SplitIsOff: true } ? TrafficDrift.Served
            : TrafficDrift.None;
        return new(status.Place, status.Applied, does, drifts, drift, status.RouteProblem, status.LookedAt);
    }
}
