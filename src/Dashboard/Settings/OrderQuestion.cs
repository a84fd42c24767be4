using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Validation;
using Sluice.Engine.Commands;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Settings;

/// <summary>Asks before an order is given: shows what is and what will be, as the rules themselves decide it, and gives the order.</summary>
/// <typeparam name="TCommand">The order.</typeparam>
/// <typeparam name="TShown">What is shown of the change.</typeparam>
public abstract class OrderQuestion<TCommand, TShown> : ComponentBase
    where TCommand : class
    where TShown : class
{
    private (TCommand Command, TShown Shown, string CommandId)? _asked;
    private bool _sending;

    /// <summary>Why nothing can be done, in a sentence.</summary>
    [Parameter]
    public EventCallback<string> OnRefused { get; set; }

    [Inject]
    protected CurrentActor Current { get; set; } = null!;

    [Inject]
    protected IStringLocalizer<Texts> T { get; set; } = null!;

    /// <summary>Null while nothing is asked.</summary>
    protected TCommand? Asked => _asked?.Command;

    /// <summary>Null while nothing is asked.</summary>
    protected TShown? Shown => _asked?.Shown;

    protected string? Refusal { get; private set; }

    /// <summary>So many answers came: the dialog may be used again.</summary>
    protected int Answers { get; private set; }

    /// <returns>Every mistake in the order; none when the question is open, or said why not.</returns>
    public async Task<ValueList<FieldError>> AskAsync(TCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        try
        {
            var (asked, decision, show) = await DecideAsync(command);
            switch (decision)
            {
                case Decision.Accepted accepted:
                    (_asked, Refusal) = ((asked, show(accepted), Guid.CreateVersion7().ToString("N")), null);
                    break;
                case Decision.Refused { Refusal: Refusal.Invalid invalid }:
                    return invalid.Errors;
                case Decision.Refused refused:
                    await OnRefused.InvokeAsync(refused.Refusal.Sentence);
                    break;
                case Decision.Ignored ignored:
                    await OnRefused.InvokeAsync(ignored.Why);
                    break;
            }
        }
        catch (StoreUnavailableException)
        {
            await OnRefused.InvokeAsync(T["Form.StoreDown"]);
        }
        catch (UnknownEventException ex)
        {
            await OnRefused.InvokeAsync(ex.Message);
        }

        StateHasChanged();
        return [];
    }

    /// <summary>What the rules say of the order now.</summary>
    /// <returns>The order with what was seen, what comes of it, and what to show of it when it is accepted.</returns>
    protected abstract Task<(TCommand Asked, Decision Decision, Func<Decision.Accepted, TShown> Show)> DecideAsync(TCommand command);

    /// <summary>Gives the order.</summary>
    /// <param name="asked">With what was seen when it was asked.</param>
    protected abstract Task<CommandAnswer> SendAsync(TCommand asked, CommandContext context);

    /// <summary>The order was given, and the question is closed.</summary>
    protected abstract Task DoneAsync(TCommand asked, TShown shown);

    protected async Task GiveAsync(ConfirmAnswer answer)
    {
        ArgumentNullException.ThrowIfNull(answer);

        // The dialog may be closed, or confirmed once more, while the order is on its way.
        if (_sending || _asked is not ({ } asked, { } shown, { } commandId))
        {
            return;
        }

        _sending = true;
        try
        {
            switch (await SendAsync(asked, new CommandContext(Current.Actor, answer.Reason, commandId)))
            {
                case CommandAnswer.Refused refused:
                    await RefuseAsync(asked, refused.Refusal.Sentence);
                    break;
                case CommandAnswer.Ignored ignored:
                    Leave(asked);
                    await OnRefused.InvokeAsync(ignored.Why);
                    break;
                default:
                    Leave(asked);
                    await DoneAsync(asked, shown);
                    break;
            }
        }
        catch (StoreUnavailableException)
        {
            await RefuseAsync(asked, T["Form.StoreDown"]);
        }
        finally
        {
            _sending = false;
            Answers++;
        }
    }

    protected void Leave() => _asked = null;

    /// <summary>Inside the question, or on the page where it was closed meanwhile.</summary>
    private async Task RefuseAsync(TCommand asked, string why)
    {
        if (ReferenceEquals(Asked, asked))
        {
            Refusal = why;
        }
        else
        {
            await OnRefused.InvokeAsync(why);
        }
    }

    private void Leave(TCommand asked)
    {
        // Another question may be open by now.
        if (ReferenceEquals(Asked, asked))
        {
            Leave();
        }
    }
}
