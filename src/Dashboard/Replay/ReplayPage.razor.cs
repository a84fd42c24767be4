using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Deployments;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Replay;

/// <summary>The replay of a deployment of this system.</summary>
public sealed partial class ReplayPage : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private ReplayRecord? _record;
    private ReplaySource? _source;
    private bool _isReading;
    private bool _isUnknown;
    private string? _problem;

    [Inject]
    private ReplayReader Reader { get; set; } = null!;

    [Inject]
    private CurrentActor Actor { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Texts> T { get; set; } = null!;

    [Parameter]
    public required string Service { get; set; }

    [Parameter]
    public required string Number { get; set; }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        var id = DeploymentId.From($"{Service}-{Number}");
        if (_record?.Id != id)
        {
            var record = new ReplayRecord(Actor.Tenant, id);
            (_record, _source) = (record, new($"/api/deployments/{id}/review/series", (version, ct) => Reader.PayloadAsync(record, version, ct)));
            await LoadAsync();
        }
    }

    /// <summary>The first window is drawn at once; the rest follows while people read.</summary>
    private async Task LoadAsync()
    {
        var (record, ct) = (_record!, _stop.Token);
        try
        {
            (_problem, _isUnknown, _isReading) = (null, false, true);
            var (more, isFirst) = (true, true);
            while (more)
            {
                more = await Reader.ReadMoreAsync(record, ct);
                _isUnknown = record.History.Events.Count == 0;
                if (isFirst && record.History.Last is { } state)
                {
                    await Reader.ReadAroundAsync(record, state.Spec.Service, ct);
                    isFirst = false;
                    StateHasChanged();
                }
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
}
