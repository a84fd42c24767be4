using System.Globalization;
using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Deployments;
using Sluice.Domain.Deployments;
using Sluice.Engine.Live;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Approvals;

/// <summary>The latest notes that name whoever looks.</summary>
public sealed partial class MentionList(IMentionQueries mentions, ILiveStates live, CurrentActor current, TimeProvider time) : IDisposable
{
    private const int Most = 50;
    private static readonly TimeSpan s_period = TimeSpan.FromSeconds(1);

    /// <summary>The list follows the events a moment later, and a longer one where there is much to do.</summary>
    private static readonly TimeSpan[] s_moments = [TimeSpan.FromMilliseconds(300), TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(3)];
    private static readonly TimeSpan s_heal = TimeSpan.FromSeconds(2);
    private readonly CancellationTokenSource _stop = new();
    private Coalescer? _coalescer;
    private IDisposable? _subscription;
    private IReadOnlyList<MentionRow>? _rows;
    private string? _problem;

    private string Me => current.Actor.Name;

    public void Dispose()
    {
        _stop.Cancel();
        _subscription?.Dispose();
        _coalescer?.Dispose();
        _stop.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        var (coalescer, tenant) = (_coalescer = new(time, s_period, () => InvokeAsync(FollowAsync)), current.Tenant);
        _subscription = live.Subscribe(recorded =>
        {
            if (recorded.Tenant == tenant && recorded.Event is DeploymentEvent.NoteAdded)
            {
                Array.ForEach(s_moments, coalescer.SignalAfter);
            }
        });
        await ReadAsync();
    }

    private async Task FollowAsync()
    {
        await ReadAsync();
        if (!_stop.IsCancellationRequested)
        {
            StateHasChanged();
        }
    }

    private async Task ReadAsync()
    {
        try
        {
            (_rows, _problem) = (await mentions.LatestAsync(current.Tenant, Me, Most, _stop.Token), null);
        }
        catch (StoreUnavailableException ex)
        {
            _problem = T["Fleet.ProblemText", ex.Message];
            _coalescer!.SignalAfter(s_heal);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader has left.
        }
    }

    private static string ReplayOf(MentionRow row) => row.Deployment.Service is { } service
        ? string.Create(CultureInfo.InvariantCulture, $"/s/{service}/d/{row.Deployment.Value[(service.Value.Length + 1)..]}/replay?at={row.Version}")
        : "/";
}
