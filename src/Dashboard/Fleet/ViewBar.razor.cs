using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Preferences;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Fleet;

/// <summary>The person's own views of the fleet. Without the database there are none, and the page stays as it is.</summary>
public sealed partial class ViewBar(MyPreferences preferences, NavigationManager navigation) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private SavedViews? _views;
    private ElementReference _field;
    private bool _names;
    private bool _focus;
    private string? _name;
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

    private bool IsFull => _views?.Views.Count >= SavedViews.Most;

    /// <summary>There is a filter, and it is not kept yet.</summary>
    private bool CanKeep => (State is not null || Group is not null || !string.IsNullOrWhiteSpace(Text)) && _views?.Views.Any(Is) != true;

    protected override async Task OnInitializedAsync()
    {
        try
        {
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

        if (IsStart && _views.Start is { } start)
        {
            navigation.NavigateTo(start.Href, replace: true);
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

    private bool Is(SavedView view) => view.Slug == Open && view.State == State && view.Group == Group && view.Text == (string.IsNullOrWhiteSpace(Text) ? null : Text.Trim());

    private void NameIt() => (_names, _focus, _name) = (true, true, null);

    private void LeaveIt() => (_names, _problem) = (false, null);

    private async Task KeepAsync()
    {
        // The button is never disabled: Enter would be swallowed while the server has not seen the letters yet.
        if (Name.Length == 0)
        {
            (_problem, _focus) = (T["Views.Nameless", SavedViews.LongestName], true);
            return;
        }

        if (await WriteAsync(_views!.With(Name, State, Text, Group)))
        {
            _names = false;
            navigation.NavigateTo(_views.With(Name, State, Text, Group).Views.First(view => string.Equals(view.Name, Name, StringComparison.Ordinal)).Href);
        }
    }

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
        _stop.Dispose();
    }
}
