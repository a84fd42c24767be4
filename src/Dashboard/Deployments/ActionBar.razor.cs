using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Access;
using Sluice.Domain.Deployments;

namespace Sluice.Dashboard.Deployments;

/// <summary>The orders that can be given now. One is loud; those that cannot be given stay and say why; stopping stands apart.</summary>
public sealed partial class ActionBar(Orders orders, CurrentActor current, Consequence consequence, EventSentence sentences, ActionNames names, NavigationManager navigation, TimeProvider time) : IDisposable
{
    private static readonly int[] Extensions = [5, 15, 60];
    private static readonly TimeSpan s_saidFor = TimeSpan.FromSeconds(8);
    private readonly CancellationTokenSource _stop = new();
    private OrderDialog? _dialog;
    private DeploymentAction? _asked;
    private DeploymentAction? _inverse;
    private string? _said;
    private string _tone = "neutral";
    private int _answers;
    private string _commandId = Orders.NewId();

    [Parameter]
    public EventCallback OnReview { get; set; }

    private ActionPlan Plan => ActionPlan.For(View.State, View.Place, allowed => current.Limit(allowed, View.State.Spec));

    /// <summary>What the loud button would do.</summary>
    private string? Hint => Plan.Forward.FirstOrDefault(item => item.Tone == Kit.ButtonTone.Primary && item.Allowed.IsLegal) is { } primary
        ? consequence.Of(primary.Action, View.State)
        : null;

    /// <summary>Opens the dialog of an action that has one; what a click would do at once is left to the click.</summary>
    public Task OpenAsync(DeploymentAction action) => Legality.Of(View.State, View.Place, action).Level > 0 ? AskAsync(action) : Task.CompletedTask;

    /// <summary>Opens the dialog of an action, or gives the order at once when one click is enough.</summary>
    public async Task AskAsync(DeploymentAction action)
    {
        var allowed = current.Permit(View, action);
        if (!allowed.IsLegal)
        {
            return;
        }

        if (allowed.Level == 0)
        {
            await GiveAsync(new Order(action, _commandId, View.Version));
            return;
        }

        _asked = action;
        StateHasChanged();
    }

    private Task ExtendAsync(int minutes) =>
        GiveAsync(new Order(DeploymentAction.Extend, _commandId, View.Version, Extension: TimeSpan.FromMinutes(minutes)));

    private async Task GiveAsync(Order order)
    {
        var outcome = await orders.GiveAsync(View.State, order);
        (_answers, _commandId) = (_answers + 1, Orders.NewId());
        switch (outcome)
        {
            case OrderOutcome.Done:
                Say(T["Answer.Done", T[$"Action.{order.Action}"]], "success", Inverse(order.Action));
                break;
            case OrderOutcome.Nothing n:
                Say(T["Answer.Nothing", n.Why], "neutral");
                break;
            case OrderOutcome.Refused r:
                Say(T["Answer.Refused", r.Why], "danger");
                break;
            case OrderOutcome.MovedOn m:
                Say(T["Answer.MovedOn", m.Since.Count > 0 ? sentences.Of(m.Since[^1].Event) : string.Empty], "warning");
                break;
            default:
                Say(T["Answer.Unknown"], "warning");
                break;
        }
    }

    private async Task DoneAsync(OrderOutcome.Done done)
    {
        var action = _asked;
        _asked = null;
        _answers++;
        if (done.Deployment != View.State.Id)
        {
            var number = done.Deployment.Value[(View.State.Spec.Service.Value.Length + 1)..];
            navigation.NavigateTo($"/s/{View.State.Spec.Service}/d/{number}");
            return;
        }

        Say(T["Answer.Done", T[$"Action.{action}"]], "success");
        await Task.CompletedTask;
    }

    private void CloseAsync() => _asked = null;

    private async Task ReviewAsync()
    {
        _asked = null;
        await OnReview.InvokeAsync();
    }

    private void Say(string text, string tone, DeploymentAction? inverse = null)
    {
        (_said, _tone, _inverse) = (text, tone, inverse);
        _ = ForgetAsync(text);
    }

    private async Task ForgetAsync(string text)
    {
        try
        {
            await Task.Delay(s_saidFor, time, _stop.Token);
            await InvokeAsync(() =>
            {
                if (ReferenceEquals(_said, text))
                {
                    (_said, _inverse) = (null, null);
                    StateHasChanged();
                }
            });
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The page is left.
        }
    }

    private static DeploymentAction? Inverse(DeploymentAction action) => action switch
    {
        DeploymentAction.Pause => DeploymentAction.Resume,
        DeploymentAction.Resume => DeploymentAction.Pause,
        _ => null,
    };

    private string NameOf(DeploymentAction action) => names.Of(action, View.State);

    private static string? OrderMark(BarAction item) => item.Allowed.Level == 0 ? string.Empty : null;

    private static string? KeyOf(DeploymentAction action) => action switch
    {
        DeploymentAction.Promote or DeploymentAction.Start => "P",
        DeploymentAction.Pause or DeploymentAction.Resume => "S",
        DeploymentAction.Abort => "A",
        DeploymentAction.RollBack => "R",
        _ => null,
    };

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
