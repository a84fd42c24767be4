using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Settings;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Settings;

/// <summary>What administrators set for everybody of the tenant, and what the installation's settings say, to be read.</summary>
public sealed partial class ConsolePage(ILiveStates live, CurrentActor current, SettingText text, ConfiguredValues values, TimeProvider time, IStringLocalizer<Texts> T)
{
    internal const string Path = "/settings/console";

    private SettingsWatch? _watch;
    private SettingQuestion? _question;
    private FormErrors? _errors;
    private SettingsCommand? _asked;
    private ThemeChoice? _theme;
    private string _text = "";
    private string? _said;
    private string? _refused;
    private int _attempts;

    private SettingsBook? Book => _watch?.Book;

    private ConfiguredValues Values => values;

    private IReadOnlyList<KeyValuePair<string, string>> Themes => [.. Enum.GetValues<ThemeChoice>().Select(theme => KeyValuePair.Create(Words.Of(theme), text.Of(theme)))];

    protected override async Task OnInitializedAsync()
    {
        _watch = new(live, time, current.Tenant, () => _ = InvokeAsync(FollowAsync));
        await LookAsync();
        _text = Book?.Banner?.Text ?? "";
    }

    private async Task LookAsync() => await _watch!.LookAsync();

    private async Task FollowAsync()
    {
        if (await _watch!.LookAsync())
        {
            StateHasChanged();
        }
    }

    private void Take(string word) => _theme = Enum.GetValues<ThemeChoice>().First(theme => Words.Of(theme) == word);

    private Task PostAsync() => AskAsync(new SettingsCommand.PostBanner(_text));

    private Task ChooseAsync() => AskAsync(new SettingsCommand.ChooseTheme(_theme ?? Book!.Theme));

    private async Task AskAsync(SettingsCommand command)
    {
        (_asked, _said, _refused) = (command, null, null);
        _errors = new FormErrors(await _question!.AskAsync(command), ++_attempts);
    }

    private async Task DoneAsync(string said)
    {
        _said = said;
        await LookAsync();

        // What is typed for the other one, and not given yet, stays.
        if (_asked is SettingsCommand.PostBanner or SettingsCommand.RemoveBanner)
        {
            _text = Book?.Banner?.Text ?? "";
        }
        else
        {
            _theme = null;
        }
    }

    private void Refuse(string why) => _refused = why;

    public void Dispose() => _watch?.Dispose();
}
