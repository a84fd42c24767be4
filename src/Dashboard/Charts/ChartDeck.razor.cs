using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Sluice.Dashboard.Charts;

/// <summary>All charts of a deployment. Gives the browser module what to draw; samples come to it from the hub, not through here.</summary>
public sealed partial class ChartDeck(IJSRuntime js)
{
    private ElementReference _root;
    private IJSObjectReference? _module;
    private IJSObjectReference? _charts;
    private ChartData? _told;
    private IReadOnlySet<string>? _toldShown;
    private readonly Dictionary<string, ChartViews> _views = [];
    private string? _pressed;
    private string? _texts;
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

    /// <summary>The other views, by chart.</summary>
    [Parameter]
    public IReadOnlyDictionary<string, ChartSpec> Differences { get; set; } = new Dictionary<string, ChartSpec>(StringComparer.Ordinal);

    /// <summary>Charts whose other view is shown.</summary>
    [Parameter]
    public IReadOnlySet<string> Compared { get; set; } = new HashSet<string>(StringComparer.Ordinal);

    /// <summary>A chart whose other view shall be shown, or shall not any more.</summary>
    [Parameter]
    public EventCallback<string> OnTurn { get; set; }

    /// <summary>The big numbers in the split's card.</summary>
    [Parameter]
    public RenderFragment? Figures { get; set; }

    /// <summary>What stands beside the split.</summary>
    [Parameter]
    public RenderFragment? Beside { get; set; }

    /// <summary>As text: of every type that it is given, the runtime of each circuit would build a serializer of its own.</summary>
    private string Json => JsonSerializer.Serialize(View, JsonSerializerOptions.Web);

    private string TextsJson => _texts ??= JsonSerializer.Serialize(new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["summary"] = T["Chart.Summary"],
        ["summaryCanary"] = T["Chart.SummaryCanary"],
        ["none"] = T["Chart.NoData"],
        ["point"] = T["Chart.Point"],
        ["time"] = T["Chart.Time"],
        ["page"] = T["Chart.Page"],
        ["failed"] = T["Chart.Failed"],
        ["refused"] = T["Chart.Refused"],
        ["retry"] = T["Problem.Retry"],
        ["toEvent"] = T[View.Replay is null ? "Chart.ToReplay" : "Chart.ToEvent"],
    });

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await js.InvokeAsync<IJSObjectReference>("import", "./" + Assets[Module]);
            _charts = await _module.InvokeAsync<IJSObjectReference>("attach", _root, Json);
            (_told, _toldShown) = (View, Compared);
            if (_isDisposed)
            {
                await DisposeAsync();
            }
        }
        else if (_charts is not null && (_told != View || !ReferenceEquals(_toldShown, Compared)))
        {
            var moved = _told is not null && ReferenceEquals(_toldShown, Compared) && _told with { Replay = View.Replay } == View;
            (_told, _toldShown) = (View, Compared);

            // Most steps of a replay move nothing but the instant.
            await (moved ? _charts.InvokeVoidAsync("move", JsonSerializer.Serialize(View.Replay, JsonSerializerOptions.Web)) : _charts.InvokeVoidAsync("update", Json));
        }

        if (_pressed is { } chart && _views.GetValueOrDefault(chart) is { } views)
        {
            _pressed = null;
            await views.FocusAsync();
        }
    }

    private async Task SelectAsync(string chart, bool difference)
    {
        if (difference != Compared.Contains(chart))
        {
            _pressed = chart;
            await OnTurn.InvokeAsync(chart);
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
