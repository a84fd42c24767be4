using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Charts;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Deployments;

/// <summary>One deployment, live: watch, judge, step in. Holds no rule: it draws what is so and gives orders.</summary>
public sealed partial class DeploymentPage(
    ILiveStates live, IPlaceStatuses places, CurrentActor current, ChartSpecs charts, EventSentence sentences, AddressTrail trail,
    TimeProvider time, IStringLocalizer<Texts> T)
{
    private const string Difference = ":diff";

    /// <summary>Nobody reads faster, and a busy feed must not flood the circuit.</summary>
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(100);
    /// <summary>Between two tries to read what the store did not give.</summary>
    private static readonly TimeSpan s_heal = TimeSpan.FromSeconds(2);
    private CancellationTokenSource _stop = new();
    private DeploymentWatch? _watch;
    private Coalescer? _coalescer;
    private DeploymentSnapshot? _view;
    private ActionBar? _actions;
    /// <summary>Kept whole: it lives as long as a page that shows it.</summary>
    private ChartSet? _specs;
    private IReadOnlySet<string> _compared = new HashSet<string>(StringComparer.Ordinal);
    private ChartData? _charts;
    private IReadOnlyList<int> _nearest = [];
    private bool _isUnknown;
    private bool _serviceIsKnown;
    private string? _problem;

    [Inject]
    private DeploymentHistories Histories { get; set; } = null!;

    [Parameter]
    public required string Service { get; set; }

    [Parameter]
    public required string Number { get; set; }

    [SupplyParameterFromQuery(Name = "tab")]
    public string? Tab { get; set; }

    /// <summary>The number of the last event that was seen: only later ones are listed.</summary>
    [SupplyParameterFromQuery(Name = "since")]
    public string? Since { get; set; }

    /// <summary>Charts with their view: <c>error_rate:diff,p99:diff</c>. Anything else shows values.</summary>
    [SupplyParameterFromQuery(Name = "chart")]
    public string? Chart { get; set; }

    /// <summary>A question to open with, such as <c>abort</c>. It never gives an order.</summary>
    [SupplyParameterFromQuery(Name = "ask")]
    public string? Ask { get; set; }

    private long? SinceNumber => long.TryParse(Since, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private string Title => _view is { } view
        ? T["Deployment.PageTitle", T[$"State.{StateOf.Of(view.State)}"], view.State.Id]
        : T["Deployment.PageTitle", T["Deployment.Loading"], $"{Service}-{Number}"];

    private DeploymentId Id => DeploymentId.From($"{Service}-{Number}");

    protected override async Task OnParametersSetAsync()
    {
        Compare();
        if (_watch is not null && (_view is null || _view.State.Id == Id))
        {
            return;
        }

        Leave();
        _stop = new();
        (_view, _charts, _problem, _isUnknown) = (null, null, null, false);
        _coalescer = new(time, s_period, DrawAsync);
        _watch = new(live, places, Histories, current.Tenant, ServiceName.From(Service), Id, _coalescer.Signal);
        await LoadAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (Ask is not { } word || _actions is not { } actions || trail.IsBehind)
        {
            return;
        }

        // Once: going back, reloading, or an address that still holds the question does not ask again.
        trail.Replace("ask", null);
        Ask = null;
        if (Enum.TryParse<DeploymentAction>(word, ignoreCase: true, out var action) && Enum.IsDefined(action))
        {
            await actions.OpenAsync(action);
        }
    }

    private async Task LoadAsync()
    {
        try
        {
            _problem = null;
            await ReadAsync(_stop.Token);
        }
        catch (StoreUnavailableException ex)
        {
            _problem = T["Deployment.StoreAway", ex.Message];
            _coalescer!.SignalAfter(s_heal);
        }
        catch (UnknownEventException ex)
        {
            _problem = T["Deployment.UnknownEvent", ex.Message];
        }
    }

    private async Task ReadAsync(CancellationToken ct)
    {
        var view = await _watch!.ReadAsync(ct);
        if (view is null)
        {
            await FindNearestAsync(ct);
            return;
        }

        _isUnknown = false;
        if (_view is null)
        {
            _specs = charts.Of(view.State);
            Compare();
        }

        _charts = NextCharts(view);
        if (view.IsPartial)
        {
            _coalescer!.SignalAfter(s_heal);
        }

        _view = view;
    }

    /// <summary>The same record as long as nothing on the time axis differs, so that the charts are told only then.</summary>
    private ChartData NextCharts(DeploymentSnapshot view) =>
        _charts is not null && _view is { } before && ReferenceEquals(before.Events, view.Events) && before.State == view.State
            ? _charts
            : ChartData.Of(view.State, Markers.Of(view.Events, sentences));

    private async Task FindNearestAsync(CancellationToken ct)
    {
        var service = await live.FindServiceAsync(current.Tenant, ServiceName.From(Service), ct);
        (_isUnknown, _serviceIsKnown) = (true, service is not null);
        var last = service?.State.LastDeployment ?? 0;
        var wanted = int.TryParse(Number, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : last;
        _nearest = [.. Enumerable.Range(1, last).OrderBy(n => Math.Abs((long)n - wanted)).Take(3).Order()];
    }

    private Task DrawAsync() => InvokeAsync(async () =>
    {
        if (_stop.IsCancellationRequested)
        {
            return;
        }

        try
        {
            await ReadAsync(_stop.Token);
            _problem = null;
            StateHasChanged();
        }
        catch (StoreUnavailableException)
        {
            // What is on screen stays; the strip under the top bar says that the store is away.
            _coalescer!.SignalAfter(s_heal);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader left.
        }
        catch (Exception ex)
        {
            await DispatchExceptionAsync(ex);
        }
    });

    private Task AnswerAsync(DeploymentAction action) => _actions?.AskAsync(action) ?? Task.CompletedTask;

    private void SelectTab(string tab) => trail.Replace(new Dictionary<string, object?>(StringComparer.Ordinal) { ["tab"] = tab, ["since"] = null });

    /// <summary>The same set as long as the address says the same, so that the charts are told only of changes.</summary>
    private void Compare()
    {
        var asked = (Chart ?? string.Empty).Split(',').Where(view => view.EndsWith(Difference, StringComparison.Ordinal)).Select(view => view[..^Difference.Length]).Where(view => _specs?.Differences.ContainsKey(view) is true).ToHashSet(StringComparer.Ordinal);
        _compared = _compared.SetEquals(asked) ? _compared : asked;
    }

    private void TurnView(string chart)
    {
        var views = (_specs?.Differences.Keys ?? []).Where(one => one == chart ? !_compared.Contains(one) : _compared.Contains(one)).Select(one => one + Difference).ToList();
        trail.Replace("chart", views.Count == 0 ? null : string.Join(',', views));
    }

    private void ReviewAsync() => SelectTab("events");

    private void Leave()
    {
        _stop.Cancel();
        _watch?.Dispose();
        _coalescer?.Dispose();
    }

    public void Dispose() => Leave();
}
