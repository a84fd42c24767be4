using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Deployments;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Replay;

/// <summary>The replay of a deployment of this system. Follows it while it runs.</summary>
public sealed partial class ReplayPage : IDisposable
{
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stop = new();
    private IDisposable? _subscription;
    private Coalescer? _coalescer;
    private ReplayRecord? _record;
    private ReplaySource? _source;
    private bool _isReading;
    private bool _isUnknown;
    private string? _problem;

    [Inject]
    private ReplayReader Reader { get; set; } = null!;

    [Inject]
    private ReplayLibrary Library { get; set; } = null!;

    [Inject]
    private ILiveStates Live { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private CurrentActor Actor { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Texts> T { get; set; } = null!;

    [Parameter]
    public required string Service { get; set; }

    [Parameter]
    public required string Number { get; set; }

    /// <summary>The version that is shown first; without it, the last.</summary>
    [SupplyParameterFromQuery(Name = "at")]
    public string? At { get; set; }

    private DeploymentId Id => DeploymentId.From($"{Service}-{Number}");

    public void Dispose()
    {
        _stop.Cancel();
        _subscription?.Dispose();
        _coalescer?.Dispose();
        _stop.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (_record?.Id != Id)
        {
            Show(new(Actor.Tenant, Id));
            Follow();
            await LoadAsync();
        }
    }

    private void Show(ReplayRecord record)
    {
        // The number makes the charts read again what has grown.
        _record = record;
        _source = new($"/api/deployments/{record.Id}/review/series?through={record.History.LastVersion}", (version, ct) => Reader.PayloadAsync(record, version, ct));
    }

    private void Follow()
    {
        _subscription?.Dispose();
        _coalescer?.Dispose();
        var (tenant, stream) = (Actor.Tenant, Id.Stream);
        var coalescer = _coalescer = new(Time, s_period, () => InvokeAsync(ReadOnAsync));
        _subscription = Live.Subscribe(recorded =>
        {
            if (recorded.Tenant == tenant && string.Equals(recorded.Stream, stream, StringComparison.Ordinal))
            {
                coalescer.Signal();
            }
        });
    }

    /// <summary>What the address asks for is drawn as soon as it is read; the rest follows while people look. What others look at already is there at once, and what was added since follows.</summary>
    private async Task LoadAsync()
    {
        var (record, ct) = (_record!, _stop.Token);
        try
        {
            (_problem, _isUnknown) = (null, false);
            if (Library.Find(record.Tenant, record.Id) is { } known)
            {
                _isReading = false;
                Show(known);
                await ReadOnAsync();
                return;
            }

            _isReading = true;
            if (await ReadAsync(record, ct))
            {
                Show(Library.Add(record));
            }

            _isReading = false;
        }
        catch (StoreUnavailableException ex)
        {
            _problem = T["Deployment.StoreAway", ex.Message];
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The reader left.
        }
    }

    /// <returns>Whether there is such a deployment.</returns>
    private async Task<bool> ReadAsync(ReplayRecord record, CancellationToken ct)
    {
        var wanted = ReplayAddress.Version(At) ?? 1;
        var more = true;
        while (more && (record.History.Last is null || record.History.LastVersion < wanted))
        {
            more = await Reader.ReadMoreAsync(record, ct);
        }

        _isUnknown = record.History.Events.Count == 0;
        if (record.History.Last is not { } state)
        {
            return !_isUnknown;
        }

        await Reader.ReadServiceAsync(record, state.Spec.Service, ct);
        StateHasChanged();
        while (more)
        {
            more = await Reader.ReadMoreAsync(record, ct);
            StateHasChanged();
        }

        await Reader.ReadIntervalsAsync(record, ct);
        return true;
    }

    /// <summary>What was added since.</summary>
    private async Task ReadOnAsync()
    {
        if (_isReading || _isUnknown || _record is not { } record || _stop.IsCancellationRequested)
        {
            return;
        }

        try
        {
            var grown = await Library.GrowAsync(record, _stop.Token);
            if (!ReferenceEquals(grown, record) && ReferenceEquals(record, _record))
            {
                Show(grown);
                StateHasChanged();
            }
        }
        catch (StoreUnavailableException)
        {
            // What is on screen stays; the strip under the top bar says that the store is away.
            _coalescer?.SignalAfter(s_period);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader left.
        }
    }
}
