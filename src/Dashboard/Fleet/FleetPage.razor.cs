using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Fleet;

/// <summary>Everything that is on its way, those that need a person first. Changes of state are drawn at once, numbers once a second.</summary>
public sealed partial class FleetPage(
    ILiveStates live, IPlaceStatuses places, ISampleFeed samples, IDeploymentQueries queries, CurrentActor current, NavigationManager navigation,
    TimeProvider time, IStringLocalizer<Texts> T)
{
    private const int Many = 100;
    private const int SparkEvery = 5;

    private const string FirstStep =
        """
        curl -X POST http://127.0.0.1:5170/api/services \
          -H "Authorization: Bearer $SLUICE_TOKEN" \
          -H "Content-Type: application/json" \
          -d '{"name": "checkout", "environments": [{"name": "production",
               "runtime": {"kind": "process"}, "router": {"kind": "gateway", "host": "checkout.local"}}]}'
        """;

    private static readonly TimeSpan s_atOnce = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_settled = TimeSpan.FromSeconds(3);

    private readonly CancellationTokenSource _stop = new();
    private readonly FleetOrder _order = new();
    private readonly Dictionary<string, Spark> _sparks = [];
    private FleetBoard? _board;
    private Coalescer? _coalescer;
    private Task? _clock;
    private List<FleetRowView> _active = [];
    private List<FleetRowView> _calm = [];
    private bool _loaded;
    private bool _complete;
    private bool _calmIsOpen;
    private bool _inTable;
    private DateTimeOffset _leftAt;
    private int _seconds;
    private string? _problem;

    /// <summary>The counter that filters.</summary>
    [SupplyParameterFromQuery]
    public string? State { get; set; }

    /// <summary>The text that filters.</summary>
    [SupplyParameterFromQuery]
    public string? Q { get; set; }

    private FleetGroup? Chosen => FleetGroups.Find(State);

    private bool CalmIsOpen => _calmIsOpen || Chosen is FleetGroup.Calm || !string.IsNullOrEmpty(Q);

    private bool Holds => _inTable || time.GetUtcNow() - _leftAt < s_settled;

    private DateTimeOffset? LastChange => _board?.Lines.Max(line => line.LiveSince);

    protected override async Task OnInitializedAsync()
    {
        _coalescer = new Coalescer(time, s_atOnce, () => InvokeAsync(UpdateAsync));
        _board = new FleetBoard(live, places, samples, current.Tenant, _coalescer.Signal);
        await LoadAsync();
        _clock = TickAsync();
    }

    protected override void OnParametersSet() => Arrange(hold: false);

    private async Task LoadAsync() => await TryAsync(async () =>
    {
        try
        {
            await _board!.LoadAsync(queries, _stop.Token);
            _complete = true;
        }
        finally
        {
            _loaded = true;
        }
    });

    private async Task UpdateAsync()
    {
        await TryAsync(() => _board!.UpdateAsync(_stop.Token));
        StateHasChanged();
    }

    private async Task TryAsync(Func<Task> work)
    {
        try
        {
            await work();
            _problem = null;
        }
        catch (StoreUnavailableException ex)
        {
            _problem = T["Fleet.ProblemText", ex.Message];
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }

        Arrange(Holds);
    }

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(s_second, time);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                await InvokeAsync(async () =>
                {
                    await (_complete ? TryAsync(() => _board!.RefreshAsync(_stop.Token)) : LoadAsync());
                    StateHasChanged();
                });
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader has left.
        }
    }

    private void Arrange(bool hold)
    {
        if (_board is null)
        {
            return;
        }

        var (filter, now) = (FleetFilter.Parse(Q), time.GetUtcNow());
        var lines = _order.Arrange(_board.Lines.Where(line => filter.Matches(line) && (Chosen is not { } group || group.Holds(line))), hold);
        if (_seconds++ % SparkEvery == 0)
        {
            DrawSparks(lines, now);
        }

        var rows = lines.Select(line => FleetRowView.Of(line, _sparks.GetValueOrDefault(line.Key), T, now)).ToLookup(row => row.Line.IsCalm);
        (_active, _calm) = ([.. rows[false]], [.. rows[true]]);
    }

    private void DrawSparks(IReadOnlyList<FleetLine> lines, DateTimeOffset now)
    {
        _sparks.Clear();
        foreach (var line in lines.Where(line => line is { IsCalm: false, Worst: not null, Deployment: not null }).Take(Many))
        {
            var place = new Domain.Services.PlaceKey(current.Tenant, line.Service, line.Environment);
            var deployment = line.Deployment!;
            var window = Spark.WindowSince(deployment.StartedAt ?? deployment.CreatedAt, now);
            _sparks[line.Key] = Spark.Of(samples.Since(place, now - window), deployment.Spec.ToRelease, line.Worst!, window, now);
        }
    }

    private int Count(FleetGroup group) => _board!.Lines.Count(line => group.Holds(line));

    private string Href(FleetGroup? group, string? q) => navigation.GetUriWithQueryParameters("/fleet", new Dictionary<string, object?>(StringComparer.Ordinal)
    {
        ["state"] = group is { } g ? Words.Of(g) : null,
        ["q"] = string.IsNullOrWhiteSpace(q) ? null : q,
    });

    private void FilterAsync(ChangeEventArgs e) => navigation.NavigateTo(Href(Chosen, e.Value?.ToString()), replace: true);

    private void Enter() => _inTable = true;

    private void Leave() => (_inTable, _leftAt) = (false, time.GetUtcNow());

    private void Release() => Arrange(hold: false);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _coalescer?.Dispose();
        _board?.Dispose();
        if (_clock is not null)
        {
            await _clock;
        }

        _stop.Dispose();
    }
}
