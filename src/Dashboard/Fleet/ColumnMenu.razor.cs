using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Preferences;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Fleet;

/// <summary>Which columns of the fleet the reader wants, kept for them on the server. Without the database all are shown, and a choice lasts as long as the page.</summary>
public sealed partial class ColumnMenu(MyPreferences preferences) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private Task _last = Task.CompletedTask;
    private bool _isChosen;
    private string? _problem;

    [Parameter]
    public FleetColumns Shown { get; set; } = FleetColumns.All;

    [Parameter]
    public EventCallback<FleetColumns> ShownChanged { get; set; }

    protected override async Task OnInitializedAsync()
    {
        try
        {
            if (await preferences.ReadAsync<List<string>>(FleetColumnWords.Key, _stop.Token) is { } hidden && !_isChosen)
            {
                await ShownChanged.InvokeAsync(FleetColumnWords.Without(hidden));
            }
        }
        catch (StoreUnavailableException)
        {
            // Said in the strip of the page.
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader left.
        }
    }

    private async Task ToggleAsync(FleetColumns column)
    {
        // What is read after that is older than the choice.
        _isChosen = true;
        var shown = Shown ^ column;
        await ShownChanged.InvokeAsync(shown);
        await (_last = KeepAsync(_last, shown));
    }

    /// <summary>One after the other, so that the last choice is the one that stays.</summary>
    private async Task KeepAsync(Task before, FleetColumns shown)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        try
        {
            await preferences.WriteAsync(FleetColumnWords.Key, shown == FleetColumns.All ? null : FleetColumnWords.Hidden(shown), CancellationToken.None);
            _problem = null;
        }
        catch (StoreUnavailableException)
        {
            _problem = T["Columns.NotKept"];
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }
}
