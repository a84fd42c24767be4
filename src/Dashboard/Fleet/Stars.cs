using Sluice.Dashboard.Preferences;

namespace Sluice.Dashboard.Fleet;

/// <summary>The places that one person marked, to find them again among many. One for all parts of a page: what is marked in one of them is heard of in the others.</summary>
internal sealed class Stars(MyPreferences preferences)
{
    /// <summary>What they are kept under.</summary>
    public const string Key = "fleet.stars";

    /// <summary>With names of the greatest length they still fit into one preference.</summary>
    public const int Most = 100;

    private Task _last = Task.CompletedTask;
    private HashSet<string>? _places;

    /// <summary>After a place was marked, or a mark taken away, with all that are marked now.</summary>
    public event Action<IReadOnlySet<string>>? Marked;

    /// <summary>Differs after each change.</summary>
    public int Changes { get; private set; }

    public int Count => _places?.Count ?? 0;

    public bool Has(FleetLine line) => _places?.Contains(PlaceOf(line)) == true;

    /// <exception cref="Engine.Store.StoreUnavailableException">The database cannot be reached; nothing is marked, and nothing can be.</exception>
    public async Task LoadAsync(CancellationToken ct)
    {
        _places = [.. await preferences.ReadAsync<List<string>>(Key, ct) ?? []];
        Changes++;
    }

    /// <returns>False when there is no room for one more.</returns>
    /// <exception cref="Engine.Store.StoreUnavailableException">The database cannot be reached; nothing was changed.</exception>
    public Task<bool> ToggleAsync(FleetLine line, CancellationToken ct)
    {
        var toggled = AfterAsync(_last, line, ct);
        _last = toggled;
        return toggled;
    }

    /// <summary>One after the other, each from what is kept: another page of the same person may have marked others meanwhile.</summary>
    private async Task<bool> AfterAsync(Task before, FleetLine line, CancellationToken ct)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        await LoadAsync(ct);
        return await KeepAsync(line, ct);
    }

    private async Task<bool> KeepAsync(FleetLine line, CancellationToken ct)
    {
        var place = PlaceOf(line);
        HashSet<string> changed = [.. _places!];
        if (!changed.Remove(place))
        {
            if (changed.Count >= Most)
            {
                return false;
            }

            changed.Add(place);
        }

        await preferences.WriteAsync<List<string>>(Key, changed.Count == 0 ? null : [.. changed.Order(StringComparer.Ordinal)], ct);
        _places = changed;
        Changes++;
        Marked?.Invoke(changed);
        return true;
    }

    private static string PlaceOf(FleetLine line) => $"{line.Service}/{line.Environment}";
}
