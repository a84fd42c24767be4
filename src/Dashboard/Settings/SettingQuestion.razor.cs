using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Settings;
using Sluice.Domain.Validation;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Settings;

/// <summary>Asks before a setting is changed: shows what it is and what it will be, as the rules themselves decide it, and gives the order.</summary>
public sealed partial class SettingQuestion(ILiveStates live, GuardedCommands bus, CurrentActor current, SettingText text, IStringLocalizer<Texts> T)
{
    private SettingsCommand? _asked;
    private SettingChange? _change;
    private string? _commandId;
    private string? _refusal;
    private bool _sending;
    private int _answers;

    /// <summary>What was done, in a sentence.</summary>
    [Parameter]
    public EventCallback<string> OnDone { get; set; }

    /// <summary>Why nothing can be done, in a sentence.</summary>
    [Parameter]
    public EventCallback<string> OnRefused { get; set; }

    private string Title => _change is { } change ? T["Setting.Ask", text.NameOf(change)] : string.Empty;

    private string Consequence => _change is { } change ? T[ForAll(change) ? "Setting.ThenAll" : "Setting.ThenTeam"] : string.Empty;

    private string ConfirmText => _change is { } change ? T["Setting.Do", text.NameOf(change)] : string.Empty;

    /// <returns>Every mistake in the order; none when the question is open, or said why not.</returns>
    public async Task<ValueList<FieldError>> AskAsync(SettingsCommand command)
    {
        ArgumentNullException.ThrowIfNull(command);
        (_refusal, _commandId) = (null, Guid.CreateVersion7().ToString("N"));
        try
        {
            var book = (await live.FindSettingsAsync(current.Tenant, CancellationToken.None)).State;
            _asked = command with { Seen = book.RevisionOf(command) };
            switch (SettingsDecider.Decide(book, _asked))
            {
                case Decision.Accepted accepted:
                    _change = SettingChange.Of(accepted.SettingsEvents[0], book.Count + 1);
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

    private async Task GiveAsync(ConfirmAnswer answer)
    {
        // The dialog may be closed, or confirmed once more, while the order is on its way.
        if (_sending || (_asked, _change) is not ({ } asked, { } change))
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
                    await OnDone.InvokeAsync(T["Setting.Done", text.NameOf(change)]);
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
    private async Task RefuseAsync(SettingsCommand asked, string why)
    {
        if (ReferenceEquals(_asked, asked))
        {
            _refusal = why;
        }
        else
        {
            await OnRefused.InvokeAsync(why);
        }
    }

    private void Leave(SettingsCommand asked)
    {
        // Another question may be open by now.
        if (ReferenceEquals(_asked, asked))
        {
            Leave();
        }
    }

    private void Leave() => (_asked, _change) = (null, null);

    private static bool ForAll(SettingChange change) => change.Subject is SettingChange.Banner or SettingChange.Theme;
}
