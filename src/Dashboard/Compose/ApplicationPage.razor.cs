using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Applications;
using Sluice.Engine.Applications;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Compose;

/// <summary>How far an application is: its newest rollout, live.</summary>
public sealed partial class ApplicationPage(ILiveStates live, IPlaceStatuses statuses, RolloutSights sights, GuardedCommands bus, CurrentActor current, TimeProvider time, IStringLocalizer<Texts> T)
{
    private static readonly TimeSpan s_period = TimeSpan.FromMilliseconds(300);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<IDisposable> _subscriptions = [];
    private Coalescer? _coalescer;
    private Rollout? _rollout;
    private ValueList<ServiceSight> _sights = [];
    private string? _commandId;
    private string? _refusal;
    private string? _problem;
    private int _answers;
    private bool _asked;
    private bool _looked;

    [Parameter, EditorRequired]
    public required string Name { get; set; }

    protected override void OnInitialized()
    {
        _coalescer = new Coalescer(time, s_period, () => InvokeAsync(FollowAsync));
        _subscriptions.Add(live.Subscribe(recorded =>
        {
            if (recorded.Tenant == current.Tenant && recorded.Event is ApplicationEvent { Application.Value: var name } && string.Equals(name, Name, StringComparison.Ordinal))
            {
                _coalescer.Signal();
            }
        }));
        _subscriptions.Add(statuses.Subscribe(status =>
        {
            if (status.Place.Tenant == current.Tenant && _rollout is { HasEnded: false } rollout && rollout.Step(status.Place.Service) is not null)
            {
                _coalescer.Signal();
            }
        }));
    }

    protected override Task OnParametersSetAsync() => LookAsync();

    /// <summary>Why it failed, or what it waits for.</summary>
    private string Said(RolloutStep step) => step.Why ?? (_rollout!.HasEnded ? string.Empty : string.Join(' ', RolloutProgress.WaitsFor(_rollout, step, _sights)));

    private async Task LookAsync()
    {
        try
        {
            _rollout = (await live.FindApplicationsAsync(current.Tenant, _stop.Token)).State.Find(ApplicationName.From(Name));
            _sights = _rollout is null ? [] : await sights.LookAsync(current.Tenant, _rollout, _stop.Token);
            (_looked, _problem) = (true, null);
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

    private void Ask() => (_asked, _refusal, _commandId) = (true, null, Guid.CreateVersion7().ToString("N"));

    private async Task CancelAsync(ConfirmAnswer answer)
    {
        _answers++;
        try
        {
            var given = await bus.SendAsync(current.Tenant, new ApplicationCommand.Cancel(ApplicationName.From(Name)), new CommandContext(current.Actor, answer.Reason, _commandId), CancellationToken.None);
            (_asked, _refusal) = given is CommandAnswer.Refused refused ? (true, refused.Refusal.Sentence) : (false, null);
            await LookAsync();
        }
        catch (StoreUnavailableException)
        {
            _refusal = T["Form.StoreDown"];
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _subscriptions.ForEach(subscription => subscription.Dispose());
        _coalescer?.Dispose();
        _stop.Dispose();
    }
}
