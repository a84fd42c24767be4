using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Preferences;
using Sluice.Dashboard.Settings;
using Sluice.Domain.Access;
using Sluice.Domain.Settings;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Fleet;

/// <summary>The views of the fleet that a person keeps alone, and those of their teams. Without the database there are none, and the page stays as it is.</summary>
public sealed partial class ViewBar(MyPreferences preferences, CurrentActor current, ILiveStates live, TimeProvider time, NavigationManager navigation) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private SavedViews? _views;
    private SettingsWatch? _shared;
    private SettingQuestion? _question;
    private ElementReference _field;
    private TeamView? _sharing;
    private IReadOnlyList<string> _teams = [];
    private bool _names;
    private bool _focus;
    private string? _name;
    private string? _team;
    private string? _problem;

    /// <summary>The counter that filters now, as in the address.</summary>
    [Parameter]
    public string? State { get; set; }

    /// <summary>The text that filters now.</summary>
    [Parameter]
    public string? Text { get; set; }

    /// <summary>By what the lines stand together now, as in the address.</summary>
    [Parameter]
    public string? Group { get; set; }

    /// <summary>Slug of the view that is open.</summary>
    [Parameter]
    public string? Open { get; set; }

    /// <summary>The start page, where the chosen view comes first.</summary>
    [Parameter]
    public bool IsStart { get; set; }

    private string Name => _name?.Trim() ?? string.Empty;

    private string? Wanted => string.IsNullOrWhiteSpace(Text) ? null : Text.Trim();

    private bool IsFull => _views?.Views.Count >= SavedViews.Most;

    private bool IsFiltered => State is not null || Group is not null || Wanted is not null;

    private bool IsUnknown => Open is not null && !IsFiltered && Find(Open) is null;

    /// <summary>There is a filter, and it is not kept yet.</summary>
    private bool CanKeep => IsFiltered && _views?.Views.Any(Is) != true && !TeamViews.Any(one => Is(SavedView.Of(one.View)));

    /// <summary>Those of the person's teams, and the one that is open, whosever it is.</summary>
    private IReadOnlyList<SharedView> TeamViews => [.. (_shared?.Book?.Views ?? []).Where(one => current.Groups.Contains(one.View.Team, StringComparer.Ordinal) || one.View.Key == Open)];

    protected override async Task OnInitializedAsync()
    {
        try
        {
            _shared = new(live, time, current.Tenant, () => _ = InvokeAsync(FollowAsync));
            await _shared.LookAsync();
            _teams = FindTeams();
            _views = await preferences.ReadAsync<SavedViews>(SavedViews.Key, _stop.Token) ?? SavedViews.None;
        }
        catch (StoreUnavailableException)
        {
            return;
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            return;
        }

        if (IsStart && Find(_views.First) is { } start)
        {
            navigation.NavigateTo(start.Href, replace: true);
        }

        OpenByName();
    }

    protected override void OnParametersSet() => OpenByName();

    /// <summary>An address with a name alone, as people send it on.</summary>
    private void OpenByName()
    {
        if (_views is not null && Open is not null && !IsFiltered && Find(Open) is { } view)
        {
            navigation.NavigateTo(view.Href, replace: true);
        }
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_focus)
        {
            _focus = false;
            await _field.FocusAsync();
        }
    }

    private SavedView? Find(string? slug) => _views!.Find(slug) ?? (_shared?.Book?.Find(slug) is { } shared ? SavedView.Of(shared.View) : null);

    private bool Is(SavedView view) => view.Slug == Open && view.State == State && view.Group == Group && view.Text == Wanted;

    private async Task FollowAsync()
    {
        if (await _shared!.LookAsync())
        {
            _teams = FindTeams();
            StateHasChanged();
        }
    }

    /// <summary>With whom the person may share: their groups; for administrators also the teams of services and those that have views. Not for each letter typed: it goes through all services.</summary>
    private IReadOnlyList<string> FindTeams()
    {
        var others = current.Allows(Right.Administer, place: null) ? live.Services(current.Tenant).Select(service => service.State.Profile.Team).OfType<string>().Concat((_shared?.Book?.Views ?? []).Select(one => one.View.Team)) : [];
        return [.. current.Groups.Concat(others).Distinct(StringComparer.Ordinal).Where(team => SettingsDecider.MayShare(team, current.Grants, current.Groups)).Order(StringComparer.Ordinal)];
    }

    private void NameIt(string? name, string? team) => (_teams, _names, _focus, _name, _team, _problem) = (FindTeams(), true, true, name, team, null);

    private void LeaveIt() => (_names, _problem) = (false, null);

    private async Task KeepAsync()
    {
        // The button is never disabled: Enter would be swallowed while the server has not seen the letters yet.
        if (Name.Length == 0)
        {
            (_problem, _focus) = (T["Views.Nameless", SavedViews.LongestName], true);
            return;
        }

        if (!string.IsNullOrEmpty(_team))
        {
            await ShareAsync(_team);
            return;
        }

        if (IsFull && _views!.Find(ViewSlug.Of(Name)) is null)
        {
            _problem = T["Views.Full", SavedViews.Most];
            return;
        }

        if (await WriteAsync(_views!.With(Name, State, Text, Group)))
        {
            _names = false;
            navigation.NavigateTo(_views.With(Name, State, Text, Group).Views.First(view => string.Equals(view.Name, Name, StringComparison.Ordinal)).Href);
        }
    }

    private async Task ShareAsync(string team)
    {
        _problem = null;
        _sharing = new TeamView(team, Name) { State = State, Text = Wanted, Group = Group };
        var errors = await _question!.AskAsync(new SettingsCommand.ShareView(_sharing));
        if (errors.Count > 0)
        {
            _problem = FormErrors.Sentence(errors[0], T);
        }
    }

    private async Task SharedAsync(string said)
    {
        _names = false;
        await _shared!.LookAsync();
        navigation.NavigateTo(_sharing is { } view && _shared.Book?.Find(view.Key) is { } shared ? SavedView.Of(shared.View).Href : "/fleet");
        _sharing = null;
    }

    private void Say(string why) => _problem = why;

    private async Task ForgetAsync(SavedView view)
    {
        if (await WriteAsync(_views!.Without(view.Slug)))
        {
            navigation.NavigateTo("/fleet");
        }
    }

    private Task<bool> StartWithAsync(SavedView view) => WriteAsync(_views! with { First = _views.First == view.Slug ? null : view.Slug });

    private async Task<bool> WriteAsync(SavedViews views)
    {
        try
        {
            await preferences.WriteAsync(SavedViews.Key, views, CancellationToken.None);
            (_views, _problem) = (views, null);
            return true;
        }
        catch (StoreUnavailableException)
        {
            _problem = T["Form.StoreDown"];
            return false;
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _shared?.Dispose();
        _stop.Dispose();
    }
}
