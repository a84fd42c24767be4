using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Resources;
using Sluice.Engine.Live;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Vitals;

/// <summary>Whether the console itself can be trusted now. What is in memory is shown without the database.</summary>
public sealed partial class HealthPage : IAsyncDisposable
{
    /// <summary>Its address.</summary>
    public const string Path = "/health";

    private static readonly TimeSpan s_every = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource _stop = new();
    private ElementReference _vitals;
    private IJSObjectReference? _module;
    private IDisposable? _subscription;
    private Task? _clock;
    private IReadOnlyList<ComponentHealth> _parts = [];
    private IReadOnlyList<ProjectionStatus>? _readers;
    private string? _problem;
    private DateTimeOffset _looked;

    [Inject]
    private ISystemHealth Parts { get; set; } = null!;

    [Inject]
    private IProjectionStatuses Readers { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Texts> T { get; set; } = null!;

    private int Ill => _parts.Count(part => !part.IsWell);

    protected override void OnInitialized()
    {
        _parts = Parts.Components;
        _subscription = Parts.Subscribe(() => _ = InvokeAsync(() =>
        {
            _parts = Parts.Components;
            StateHasChanged();
        }));
        _clock = TickAsync();
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await Js.InvokeAsync<IJSObjectReference>("import", "./" + Assets["js/vitals.js"]);
            await _module.InvokeVoidAsync("attach", _vitals);
        }
    }

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(s_every, Time);
        try
        {
            do
            {
                await InvokeAsync(LookAsync);
            }
            while (await timer.WaitForNextTickAsync(_stop.Token));
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader has left.
        }
    }

    private async Task LookAsync()
    {
        _looked = Time.GetUtcNow();
        try
        {
            (_readers, _problem) = (await Readers.ReadAsync(_stop.Token), null);
        }
        catch (StoreUnavailableException ex)
        {
            (_readers, _problem) = (null, ex.Message);
        }

        StateHasChanged();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _subscription?.Dispose();
        if (_clock is not null)
        {
            await _clock;
        }

        _stop.Dispose();
        if (_module is null)
        {
            return;
        }

        try
        {
            await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone, and the module with it.
        }
    }
}
