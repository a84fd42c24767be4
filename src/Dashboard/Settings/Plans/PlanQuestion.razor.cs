using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Gates;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Validation;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Settings.Plans;

/// <summary>Asks before an order about a plan is given: shows what it is and what it will be, as the rules themselves decide it, and gives it.</summary>
public sealed partial class PlanQuestion(ILiveStates live, GuardedCommands bus, CurrentActor current, PlanText text, IStringLocalizer<Texts> T)
{
    private PlanCommand? _command;
    private string? _before;
    private string? _after;
    private string? _commandId;
    private string? _refusal;
    private bool _sending;
    private int _answers;

    /// <summary>The order that was given.</summary>
    [Parameter]
    public EventCallback<PlanCommand> OnDone { get; set; }

    /// <summary>Why nothing can be done, in a sentence.</summary>
    [Parameter]
    public EventCallback<string> OnRefused { get; set; }

    private bool HasBodies => _command is PlanCommand.Propose or PlanCommand.Approve or PlanCommand.Reject or PlanCommand.Withdraw;

    /// <returns>Every mistake in the order; none when the question is open, or said why not.</returns>
    public async Task<ValueList<FieldError>> AskAsync(PlanCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        (_refusal, _commandId) = (null, Guid.CreateVersion7().ToString("N"));
        try
        {
            var book = (await live.FindPlansAsync(current.Tenant, CancellationToken.None)).State;
            var asked = command with { Seen = book.RevisionOf(command) };
            switch (PlanDecider.Decide(book, asked, new Caller(current.Actor, current.Groups)))
            {
                case Decision.Accepted accepted:
                    (_before, _after) = Difference(book, asked, accepted.PlanEvents[0]);
                    _command = asked;
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

    /// <summary>Of bodies against what is in force; of everything else as the log tells it.</summary>
    private static (string? Before, string? After) Difference(PlanBook book, PlanCommand command, PlanEvent @event)
    {
        var (template, change) = (book.Find(command.Plan), PlanChange.Of(@event));
        return command switch
        {
            PlanCommand.Propose propose => (template?.InForce?.Body, propose.Body),
            PlanCommand.Approve approve => (template?.InForce?.Body, template?.Find(approve.Version)?.Body),
            PlanCommand.Reject reject => (template?.InForce?.Body, template?.Find(reject.Version)?.Body),
            PlanCommand.Withdraw withdraw => (template?.InForce?.Body, template?.Find(withdraw.Version)?.Body),
            _ => (change.Before, change.After),
        };
    }

    private async Task GiveAsync(ConfirmAnswer answer)
    {
        // The dialog may be closed, or confirmed once more, while the order is on its way.
        if (_sending || _command is not { } asked)
        {
            return;
        }

        _sending = true;
        try
        {
            switch (await bus.SendAsync(current.Tenant, asked, new CommandContext(current.Actor, answer.Reason, _commandId), CancellationToken.None))
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
                    await OnDone.InvokeAsync(asked);
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
            _answers++;
        }
    }

    /// <summary>Inside the question, or on the page where it was closed meanwhile.</summary>
    private async Task RefuseAsync(PlanCommand asked, string why)
    {
        if (ReferenceEquals(_command, asked))
        {
            _refusal = why;
        }
        else
        {
            await OnRefused.InvokeAsync(why);
        }
    }

    private void Leave(PlanCommand asked)
    {
        // Another question may be open by now.
        if (ReferenceEquals(_command, asked))
        {
            Leave();
        }
    }

    private void Leave() => _command = null;
}
