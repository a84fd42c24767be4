using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.WebUtilities;

namespace Sluice.Dashboard.Kit;

/// <summary>
/// The address as it was asked for last. The browser's own comes back a round trip later: whoever builds the next one on that loses what was written in between.
/// One for each circuit, so that all parts of a page write on from each other; to be used on its dispatcher.
/// </summary>
public sealed class AddressTrail : IDisposable
{
    private readonly NavigationManager _navigation;
    private readonly Queue<string> _asked = [];
    private readonly Dictionary<string, object?> _noted = new(StringComparer.Ordinal);
    private string _seen;

    public AddressTrail(NavigationManager navigation)
    {
        (_navigation, _seen) = (navigation, navigation.Uri);
        navigation.LocationChanged += OnChanged;
    }

    /// <summary>The browser will stand somewhere else than it says now: what its address asks for is out of date.</summary>
    public bool IsBehind
    {
        get
        {
            Follow();
            return _asked.Count > 0 || _noted.Count > 0;
        }
    }

    /// <summary>Absolute; with everything that was asked for and noted.</summary>
    public string Uri
    {
        get
        {
            Follow();
            var last = _asked.Count > 0 ? _asked.Last() : _navigation.Uri;
            return _noted.Count > 0 ? _navigation.GetUriWithQueryParameters(last, _noted) : last;
        }
    }

    /// <summary>What a query parameter was asked to be last; null without it.</summary>
    public string? Query(string name) => QueryHelpers.ParseQuery(new Uri(Uri).Query).TryGetValue(name, out var value) ? value.ToString() : null;

    /// <summary>Changes query parameters in place: going back leaves the page.</summary>
    /// <param name="value">Null takes the parameter away.</param>
    public void Replace(string name, object? value) => Replace(new Dictionary<string, object?>(StringComparer.Ordinal) { [name] = value });

    /// <inheritdoc cref="Replace(string, object?)"/>
    public void Replace(IReadOnlyDictionary<string, object?> values) => Ask(_navigation.GetUriWithQueryParameters(Uri, values), replace: true);

    /// <summary>Changes the whole address in place.</summary>
    /// <param name="address">Relative to the site, or absolute.</param>
    public void ReplaceAll(string address) => Ask(_navigation.ToAbsoluteUri(address).AbsoluteUri, replace: true);

    /// <summary>Changes a query parameter so that going back takes it back.</summary>
    public void Go(string name, object? value) => Ask(_navigation.GetUriWithQueryParameters(Uri, new Dictionary<string, object?>(StringComparer.Ordinal) { [name] = value }), replace: false);

    /// <summary>To be written with whatever is written next, for what changes faster than an address should.</summary>
    public void Note(string name, object? value)
    {
        Follow();
        _noted[name] = value;
    }

    /// <summary>Writes what was noted.</summary>
    public void Write()
    {
        if (_noted.Count > 0)
        {
            Ask(Uri, replace: true);
        }
    }

    public void Dispose() => _navigation.LocationChanged -= OnChanged;

    private void Ask(string uri, bool replace)
    {
        Follow();
        _noted.Clear();
        if (!string.Equals(uri, _asked.Count > 0 ? _asked.Last() : _navigation.Uri, StringComparison.Ordinal))
        {
            _asked.Enqueue(uri);
            _navigation.NavigateTo(uri, replace: replace);
        }
    }

    private void OnChanged(object? sender, LocationChangedEventArgs e) => Follow();

    /// <summary>Others hear of a new address in no certain order and may ask before this has heard of it, so every question looks first.</summary>
    private void Follow()
    {
        if (string.Equals(_navigation.Uri, _seen, StringComparison.Ordinal))
        {
            return;
        }

        var before = _seen;
        _seen = _navigation.Uri;
        if (!_asked.Contains(_seen))
        {
            // Somebody went elsewhere, and what was under way leads back to where they were.
            _asked.Clear();
            if (!IsBeside(new(before), new(_seen)))
            {
                _noted.Clear();
            }

            return;
        }

        while (!string.Equals(_asked.Dequeue(), _seen, StringComparison.Ordinal))
        {
        }
    }

    /// <summary>The same page, with nothing changed that is noted: what is noted still holds there.</summary>
    private bool IsBeside(Uri before, Uri now)
    {
        var (old, query) = (QueryHelpers.ParseQuery(before.Query), QueryHelpers.ParseQuery(now.Query));
        return before.AbsolutePath == now.AbsolutePath && _noted.Keys.All(name => old.GetValueOrDefault(name) == query.GetValueOrDefault(name));
    }
}
