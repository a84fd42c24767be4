using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Kit;
using Sluice.Domain.Deployments;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Deployments;

/// <summary>Asks before an order, as strictly as the domain says. Live while open: what changes under it is shown before anything is clicked.</summary>
public sealed partial class OrderDialog(Orders orders, CurrentActor current, EventSentence sentences, Consequence consequences, ActionNames names, TimeProvider time) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Arming _arming = null!;
    private DeploymentAction? _action;
    private readonly string _wordsId = $"words-{Guid.NewGuid():N}";
    private string _words = string.Empty;
    private string _commandId = string.Empty;
    private string? _gate;
    private long _openedAt;
    private long _shownAt;
    private bool _sending;
    private bool _unknown;
    private string? _error;
    private int _answers;
    private OrderOutcome.MovedOn? _movedOn;

    /// <summary>The action that is asked about; null: closed.</summary>
    [Parameter]
    public DeploymentAction? Asked { get; set; }

    /// <summary>The gate or the owed reason that a review is about; null for actions that name none.</summary>
    [Parameter]
    public string? Subject { get; set; }

    [Parameter]
    public EventCallback OnClose { get; set; }

    [Parameter]
    public EventCallback<OrderOutcome.Done> OnDone { get; set; }

    [Parameter]
    public EventCallback OnReview { get; set; }

    private EventSentence Sentences => sentences;

    private OrderQuestion? Question => _action is { } action ? new(action, View, _movedOn) : null;

    /// <summary>What is optional is the reason, which stricter levels ask for anyway.</summary>
    private OrderWords? Words => Question is { } q && OrderWords.Of(q.Action) is { } words && (words.IsNeeded || q.Level == ConfirmLevel.Brief) ? words : null;

    /// <summary>A comment that was typed before the question became a stricter one.</summary>
    private string? BegunReason => Words is null && _words.Trim() is { Length: > 0 } begun ? begun : null;

    private string Title => (Question, _movedOn) switch
    {
        (null, _) => string.Empty,
        (_, not null) => T["Stale.Title"],
        ({ } q, _) => T["Order.Title", names.Of(q.Action, View.State), View.State.Id],
    };

    private string Line => Question is { } q ? consequences.Of(q.Action, q.State) : string.Empty;

    /// <summary>Whom the order will wait for.</summary>
    private string SecondPerson => View.Place.Spec.OverrideApproval is { } rule && rule.Groups.Count > 0
        ? T["Order.SecondPersonOf", string.Join(", ", rule.Groups)]
        : T["Order.SecondPerson"];

    private string ConfirmText => (Question, _movedOn) switch
    {
        (null, _) => string.Empty,
        (_, not null) => T["Stale.Anyway"],
        ({ } q, _) => names.Of(q.Action, View.State),
    };

    private string? Blocked => (Question, this) switch
    {
        (_, { _sending: true }) => T["Order.Sending"],
        (_, { _unknown: true }) => T["Order.Unknown"],
        ({ Action: DeploymentAction.Approve or DeploymentAction.Reject or DeploymentAction.Delegate or DeploymentAction.Inquire or DeploymentAction.Reply or DeploymentAction.BreakGlass, State.OpenGate: { Id: var id } }, _) when id != _gate => T["Order.OtherQuestion"],
        ({ } q, _) when current.Permit(View with { State = q.State }, q.Action).ReasonIfNot is { } reason => reason,
        (_, { Words.IsNeeded: true }) when string.IsNullOrWhiteSpace(_words) => T["Order.WordsMissing"],
        (_, { _arming.IsArmed: false }) => T["Order.Rearming"],
        _ => null,
    };

    private IReadOnlyList<string> Reasons => [T["Reason.Errors"], T["Reason.Latency"], T["Reason.WrongVersion"], T["Reason.Other"]];

    /// <summary>What happened since the dialog was opened, or since the version that an order was refused on.</summary>
    private IReadOnlyList<VersionedEvent> Moved => _movedOn?.Since
        ?? [.. View.Events.Where(e => _action is not null && e.Version > _openedAt && Relevance.Matters(e.Event))];

    protected override void OnInitialized() => _arming = new(time, () => InvokeAsync(StateHasChanged));

    protected override void OnParametersSet()
    {
        if (Asked != _action)
        {
            Reset();
        }
        else if (_action is not null && View.Version > _shownAt)
        {
            if (View.Events.Any(e => e.Version > _shownAt && Relevance.Matters(e.Event)))
            {
                _arming.Disarm();
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
        Attendance.Asks(View.State.Id, _action);
        _arming.Arm();
        _gate = View.State.OpenGate?.Id;
        (_openedAt, _shownAt, _commandId) = (View.Version, View.Version, Orders.NewId());
        (_sending, _unknown, _error, _movedOn, _words) = (false, false, null, null, string.Empty);
    }

    private async Task ConfirmAsync(ConfirmAnswer answer)
    {
        if (Question is not { } question || _sending || _unknown)
        {
            return;
        }

        // The engine does not look at its version, so a click on an older drawing could reach another question.
        if (question.Action is DeploymentAction.Delegate or DeploymentAction.Inquire or DeploymentAction.Reply && View.State.OpenGate?.Id != _gate)
        {
            return;
        }

        (_sending, _error) = (true, null);
        var outcome = await orders.GiveAsync(View.State, Order(question, answer));
        _sending = false;
        _answers++;
        switch (outcome)
        {
            case OrderOutcome.Done done:
                await OnDone.InvokeAsync(done);
                break;
            case OrderOutcome.Nothing nothing:
                Say(T["Answer.Nothing", nothing.Why]);
                break;
            case OrderOutcome.Refused refused:
                Say(refused.Why);
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

    private Order Order(OrderQuestion question, ConfirmAnswer answer)
    {
        var words = _words.Trim() is { Length: > 0 } text ? text : null;
        return new(question.Action, _commandId, answer.Drawn, answer.Reason ?? (Words is { IsNeeded: false } ? words : null), Text: words) { Of = Subject };
    }

    /// <summary>Nothing was applied: what is confirmed next is another order.</summary>
    private void Say(string error) => (_error, _commandId) = (error, Orders.NewId());

    /// <summary>The answer was lost: the command id tells what became of it.</summary>
    private async Task ResolveAsync(string commandId)
    {
        try
        {
            var found = await orders.FindAsync(View.State.Id, commandId, _stop.Token);
            await InvokeAsync(() => _commandId == commandId ? SettleAsync(found) : Task.CompletedTask);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The page is left.
        }
    }

    private async Task SettleAsync(OrderOutcome.Done? found)
    {
        _unknown = false;
        if (found is not null)
        {
            await OnDone.InvokeAsync(found);
        }
        else
        {
            Say(T["Order.NotApplied"]);
        }

        StateHasChanged();
    }

    private Task BackAsync() => _movedOn is null ? CloseAsync() : OnReview.InvokeAsync();

    private Task CloseAsync() => OnClose.InvokeAsync();

    public void Dispose()
    {
        Attendance.Asks(View.State.Id, action: null);
        _arming?.Dispose();
        _stop.Cancel();
        _stop.Dispose();
    }
}
