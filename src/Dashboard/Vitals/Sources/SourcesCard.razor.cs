using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Access;
using Sluice.Engine.Metrics.Sources;

namespace Sluice.Dashboard.Vitals.Sources;

/// <summary>Each source of measurements of the tenant, and a button that asks it now.</summary>
public sealed partial class SourcesCard : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private NeedyFirst<SourceStatus> _shown = new([], 0);
    private SourceKey? _asking;
    private SourceKey? _asked;
    private SourceAnswer? _answer;
    private bool _hasFocus;

    /// <summary>Another one draws it anew.</summary>
    [Parameter, EditorRequired]
    public required DateTimeOffset Looked { get; set; }

    [Inject]
    private IMetricSources Sources { get; set; } = null!;

    [Inject]
    private SharedLook<SourceStatus> Looks { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Texts> T { get; set; } = null!;

    /// <summary>Somebody is at work on a row: it must not go from under the focus, nor away from its answer.</summary>
    private bool IsInUse => _hasFocus || _asking is not null || _asked is not null;

    protected override void OnParametersSet()
    {
        var all = Looks.Of(Current.Tenant, () => NeedyFirst<SourceStatus>.Order(Sources.All(Current.Tenant), source => source.State switch { SourceState.Ill => 0, SourceState.Waiting => 1, _ => 2 }, source => source.Key.Place));
        _shown = IsInUse ? _shown.Still(all, source => source.Key) : NeedyFirst<SourceStatus>.Of(all);
    }

    private string NameOf(SourceKey source) => T["Sources.Name", source.Place.Service, source.Place.Environment, T[$"Sources.{source.Kind}"]];

    private bool May(SourceKey source) => Current.Allows(Right.Operate, new AccessPlace(source.Place.Service, source.Place.Environment));

    private string? Against(SourceKey source) => !May(source) ? Permissions.ReasonAgainst(Right.Operate) : _asking is not null ? T["Sources.Busy"].Value : null;

    private async Task AskAsync(SourceKey source)
    {
        // The button may be older than the right.
        if (_asking is not null || !May(source))
        {
            return;
        }

        (_asking, _asked, _answer) = (source, null, null);
        try
        {
            var answer = await Sources.AskAsync(source, _stop.Token);
            (_asked, _answer) = (source, answer);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The page is left.
        }
        finally
        {
            _asking = null;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
