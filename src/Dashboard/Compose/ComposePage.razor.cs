using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Applications;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Compose;

/// <summary>Sends a Compose file to be looked through, and lists what was taken live before.</summary>
public sealed partial class ComposePage(ILiveStates live, CurrentActor current, TimeProvider time, IStringLocalizer<Texts> T)
{
    internal const string Path = "/compose";

    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(200);
    private readonly CancellationTokenSource _stop = new();
    private Coalescer? _coalescer;
    private IDisposable? _subscription;
    private IReadOnlyList<Rollout>? _rollouts;
    private string? _problem;

    protected override async Task OnInitializedAsync()
    {
        _coalescer = new Coalescer(time, s_period, () => InvokeAsync(FollowAsync));
        _subscription = live.Subscribe(recorded =>
        {
            if (recorded.Tenant == current.Tenant && recorded.Event is ApplicationEvent)
            {
                _coalescer.Signal();
            }
        });
        await LookAsync();
    }

    private async Task LookAsync()
    {
        try
        {
            var book = (await live.FindApplicationsAsync(current.Tenant, _stop.Token)).State;
            (_rollouts, _problem) = ([.. book.Newest.OrderBy(rollout => rollout.HasEnded).ThenByDescending(rollout => rollout.At)], null);
        }
        catch (StoreUnavailableException ex)
        {
            _problem = T["Fleet.ProblemText", ex.Message];
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader has left.
        }
    }

    private async Task FollowAsync()
    {
        await LookAsync();
        StateHasChanged();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _subscription?.Dispose();
        _coalescer?.Dispose();
        _stop.Dispose();
    }
}
