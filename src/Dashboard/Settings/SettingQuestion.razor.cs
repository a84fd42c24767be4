using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Access;
using Sluice.Domain;
using Sluice.Domain.Settings;
using Sluice.Engine.Commands;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Settings;

/// <summary>Asks before a setting is changed.</summary>
public sealed partial class SettingQuestion(ILiveStates live, GuardedCommands bus, SettingText text) : OrderQuestion<SettingsCommand, SettingChange>
{
    /// <summary>What was done, in a sentence.</summary>
    [Parameter]
    public EventCallback<string> OnDone { get; set; }

    private string Title => Shown is { } change ? T["Setting.Ask", text.NameOf(change)] : string.Empty;

    private string Consequence => Shown is { } change ? T[ForAll(change) ? "Setting.ThenAll" : "Setting.ThenTeam"] : string.Empty;

    private string ConfirmText => Shown is { } change ? T["Setting.Do", text.NameOf(change)] : string.Empty;

    protected override async Task<(SettingsCommand Asked, Decision Decision, Func<Decision.Accepted, SettingChange> Show)> DecideAsync(SettingsCommand command)
    {
        var book = (await live.FindSettingsAsync(Current.Tenant, CancellationToken.None)).State;
        var asked = command with { Seen = book.RevisionOf(command) };
        return (asked, SettingsDecider.Decide(book, asked), accepted => SettingChange.Of(accepted.SettingsEvents[0], book.Count + 1));
    }

    protected override Task<CommandAnswer> SendAsync(SettingsCommand asked, CommandContext context) => bus.SendAsync(Current.Tenant, asked, context, CancellationToken.None);

    protected override Task DoneAsync(SettingsCommand asked, SettingChange shown) => OnDone.InvokeAsync(T["Setting.Done", text.NameOf(shown)]);

    private static bool ForAll(SettingChange change) => change.Subject is SettingChange.Banner or SettingChange.Theme;
}
