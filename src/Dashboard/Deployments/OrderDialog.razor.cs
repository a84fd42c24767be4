using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Kit;
using Sluice.Domain.Deployments;
using Sluice.Domain.Gates;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Deployments;

/// <summary>Asks before an order, as strictly as the domain says. Live while open: what changes under it is shown before anything is clicked.</summary>
public sealed partial class OrderDialog(Orders orders, EventSentence sentences, Consequence consequences, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_rearm = TimeSpan.FromMilliseconds(600);
    private static readonly TimeSpan s_askAgain = TimeSpan.FromSeconds(1);
    private readonly CancellationTokenSource _stop = new();
    private DeploymentAction? _action;
    private string _commandId = string.Empty;
    private long _openedAt;
    private long _shownAt;
    private bool _disarmed;
    private bool _sending;
    private bool _unknown;
    private string? _error;
    private int _answers;
    private OrderOutcome.MovedOn? _movedOn;

    /// <summary>The action that is asked about; null: closed.</summary>
    [Parameter]
    public DeploymentAction? Asked { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    [Parameter]
    public EventCallback<OrderOutcome.Done> OnDone { get; set; }

    [Parameter]
    public EventCallback OnReview { get; set; }

    private EventSentence Sentences => sentences;

    private AllowedAction Allowed => Legality.Of(_movedOn?.Now ?? View.State, View.Place, _action ?? DeploymentAction.AddNote);

    /// <summary>Going on against a changed state takes one more step of friction.</summary>
    private ConfirmLevel Level => (ConfirmLevel)Math.Min(3, Math.Max(1, Allowed.Level) + (_movedOn is null ? 0 : 1));

    private bool Fast => _action is { } action && ActionPlan.IsFast(action) && _movedOn is null;

    private bool Dangerous => _action switch
    {
        DeploymentAction.Abort or DeploymentAction.Cancel or DeploymentAction.RollBack => true,
        DeploymentAction.Approve => View.State.OpenGate is { Kind: GateKind.RollbackQuestion },
        DeploymentAction.Reject => View.State.OpenGate is { Kind: GateKind.BeforePhase },
        _ => false,
    };

    private string Title => _movedOn is not null ? T["Stale.Title"] : _action is { } action ? T["Order.Title", NameOf(action), View.State.Id] : string.Empty;

    private string Line => _action is { } action ? consequences.Of(action, _movedOn?.Now ?? View.State) : string.Empty;

    private string ConfirmText => _movedOn is not null ? T["Stale.Anyway"] : _action is { } action ? NameOf(action) : string.Empty;

    private string? Blocked => this switch
    {
        { _sending: true } => T["Order.Sending"],
        { _unknown: true } => T["Order.Unknown"],
        { Allowed: { IsLegal: false, ReasonIfNot: { } reason } } => reason,
        { _disarmed: true } => T["Order.Rearming"],
        _ => null,
    };

    private IReadOnlyList<string> Reasons => [T["Reason.Errors"], T["Reason.Latency"], T["Reason.WrongVersion"], T["Reason.Other"]];

    /// <summary>What happened since the dialog was opened, or since the version that an order was refused on.</summary>
    private IReadOnlyList<VersionedEvent> Moved => _movedOn?.Since
        ?? [.. View.Events.Where(e => _action is not null && e.Version > _openedAt && Relevance.Matters(e.Event))];

    protected override void OnParametersSet()
    {
        if (Asked != _action)
        {
            Reset();
        }
        else if (_action is not null && View.Version > _shownAt)
        {
            // A target that moves under the pointer is not clicked by momentum.
            if (View.Events.Any(e => e.Version > _shownAt && Relevance.Matters(e.Event)))
            {
                _disarmed = true;
                _ = RearmAsync();
            }

            _shownAt = View.Version;
        }
    }

    /// <summary>Also when only the question changes: the view may be the same record.</summary>
    public override Task SetParametersAsync(ParameterView parameters)
    {
        var before = Asked;
        var drawn = base.SetParametersAsync(parameters);
        if (Asked != before && Asked != _action)
        {
            Reset();
            StateHasChanged();
        }

        return drawn;
    }

    private void Reset()
    {
        _action = Asked;
        (_openedAt, _shownAt, _commandId) = (View.Version, View.Version, Orders.NewId());
        (_disarmed, _sending, _unknown, _error, _movedOn) = (false, false, false, null, null);
    }

    private async Task ConfirmAsync(ConfirmAnswer answer)
    {
        if (_action is not { } action || Blocked is not null)
        {
            return;
        }

        (_sending, _error) = (true, null);
        var order = new Order(action, _commandId, _movedOn?.Version ?? View.Version, answer.Reason);
        var outcome = await orders.GiveAsync(View.State, order);
        _sending = false;
        _answers++;
        switch (outcome)
        {
            case OrderOutcome.Done done:
                await OnDone.InvokeAsync(done);
                break;
            case OrderOutcome.Nothing nothing:
                (_error, _commandId) = (T["Answer.Nothing", nothing.Why], Orders.NewId());
                break;
            case OrderOutcome.Refused refused:
                (_error, _commandId) = (refused.Why, Orders.NewId());
                break;
            case OrderOutcome.MovedOn moved:
                (_movedOn, _commandId) = (moved, Orders.NewId());
                break;
            default:
                _unknown = true;
                _ = ResolveAsync(_commandId);
                break;
        }
    }

    /// <summary>The answer was lost: the command id tells what became of it. Nothing is sent again by itself.</summary>
    private async Task ResolveAsync(string commandId)
    {
        try
        {
            bool? applied;
            while ((applied = await orders.WasAppliedAsync(commandId, _stop.Token)) is null)
            {
                await Task.Delay(s_askAgain, time, _stop.Token);
            }

            await InvokeAsync(async () =>
            {
                if (_commandId != commandId)
                {
                    return;
                }

                _unknown = false;
                if (applied.Value)
                {
                    await OnDone.InvokeAsync(new OrderOutcome.Done(View.State.Id, View.Version));
                }
                else
                {
                    (_error, _commandId) = (T["Order.NotApplied"], Orders.NewId());
                }

                StateHasChanged();
            });
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The page is left.
        }
    }

    private async Task RearmAsync()
    {
        try
        {
            await Task.Delay(s_rearm, time, _stop.Token);
            await InvokeAsync(() =>
            {
                _disarmed = false;
                StateHasChanged();
            });
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The page is left.
        }
    }

    private Task BackAsync() => _movedOn is null ? CloseAsync() : OnReview.InvokeAsync();

    private Task CloseAsync() => OnClose.InvokeAsync();

    private string NameOf(DeploymentAction action) => (action, View.State.OpenGate) switch
    {
        (DeploymentAction.Approve, { } gate) => sentences.AnswersOf(gate, View.State).Approve,
        (DeploymentAction.Reject, { } gate) => sentences.AnswersOf(gate, View.State).Reject,
        _ => T[$"Action.{action}"],
    };

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
