using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Sluice.Dashboard.Charts;

/// <summary>All charts of a deployment. Gives the browser module what to draw; samples come to it from the hub, not through here.</summary>
public sealed partial class ChartDeck(IJSRuntime js)
{
    /// <summary>The chart that has a view of differences.</summary>
    internal const string Compared = "error_rate";

    private ElementReference _root;
    private IJSObjectReference? _module;
    private IJSObjectReference? _charts;
    private ChartData? _told;
    private bool _toldDifference;
    private bool _isPressed;
    private ChartViews? _values;
    private ChartViews? _difference;
    private bool _isDisposed;

    [Parameter, EditorRequired]
    public required ChartData View { get; set; }

    /// <summary>Who draws: the live page's module, or the one that looks back.</summary>
    [Parameter]
    public string Module { get; set; } = "js/deployment.js";

    [Parameter, EditorRequired]
    public required ChartSpec Split { get; set; }

    [Parameter, EditorRequired]
    public required IReadOnlyList<ChartSpec> Metrics { get; set; }

    /// <summary>The other view of the error rate; null where nothing is compared.</summary>
    [Parameter]
    public ChartSpec? Difference { get; set; }

    [Parameter]
    public bool ShowsDifference { get; set; }

    /// <summary>Whether the difference shall be shown.</summary>
    [Parameter]
    public EventCallback<bool> OnView { get; set; }

    /// <summary>The big numbers in the split's card.</summary>
    [Parameter]
    public RenderFragment? Figures { get; set; }

    /// <summary>What stands beside the split.</summary>
    [Parameter]
    public RenderFragment? Beside { get; set; }

    private string TextsJson => JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["summary"] = T["Chart.Summary"],
        ["summaryCanary"] = T["Chart.SummaryCanary"],
        ["none"] = T["Chart.NoData"],
        ["point"] = T["Chart.Point"],
        ["time"] = T["Chart.Time"],
        ["page"] = T["Chart.Page"],
        ["failed"] = T["Chart.Failed"],
    });

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await js.InvokeAsync<IJSObjectReference>("import", "./" + Assets[Module]);
            _charts = await _module.InvokeAsync<IJSObjectReference>("attach", _root, View);
            (_told, _toldDifference) = (View, ShowsDifference);
            if (_isDisposed)
            {
                await DisposeAsync();
            }
        }
        else if (_charts is not null && (!ReferenceEquals(_told, View) || _toldDifference != ShowsDifference))
        {
            (_told, _toldDifference) = (View, ShowsDifference);
            await _charts.InvokeVoidAsync("update", View);
        }

        if (_isPressed && (ShowsDifference ? _difference : _values) is { } views)
        {
            _isPressed = false;
            await views.FocusAsync();
        }
    }

    private async Task SelectAsync(bool difference)
    {
        if (difference != ShowsDifference)
        {
            _isPressed = true;
            await OnView.InvokeAsync(difference);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _isDisposed = true;
        try
        {
            if (_charts is not null)
            {
                await _charts.InvokeVoidAsync("dispose");
                await _charts.DisposeAsync();
            }

            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone, and the module with it.
        }
    }
}
