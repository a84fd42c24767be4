using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Resources;
using Sluice.Engine.Live;
using Sluice.Engine.Traffic.Gateway;

namespace Sluice.Dashboard.Vitals.Traffic;

/// <summary>What the router of each place of the tenant was told, and what it does.</summary>
public sealed partial class TrafficCard
{
    private NeedyFirst<TrafficRow> _shown = new([], 0);
    private bool _hasFocus;

    /// <summary>Another one draws it anew.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Looked { get; set; }

    [Inject]
    private IPlaceStatuses Statuses { get; set; } = null!;

    [Inject]
    private SharedLook<TrafficRow> Looks { get; set; } = null!;

    [Inject]
    private IGatewayHealth Gateway { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Texts> T { get; set; } = null!;

    protected override void OnParametersSet()
    {
        var all = Looks.Of(Current.Tenant, () => NeedyFirst<TrafficRow>.Order(Statuses.All(Current.Tenant).Select(TrafficRow.Of), row => row.NeedsSomebody ? 0 : 1, row => row.Place));
        _shown = _hasFocus ? _shown.Still(all, row => row.Place) : NeedyFirst<TrafficRow>.Of(all);
    }

    private string Of(IEnumerable<ReleaseShare> shares) => string.Join(", ", shares.Select(share => T["Traffic.Share", share.Release, share.Share.Percent].Value));
}
