using System.Collections.Frozen;
using System.Reflection;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace Sluice.Dashboard.Palette;

/// <summary>Leads anywhere by a few letters. It opens pages and questions, and gives no order.</summary>
public sealed partial class CommandPalette(PaletteItems items, NavigationManager navigation, IJSRuntime js)
{
    /// <summary>Pages without a circuit, which the router of one does not know: they have to be asked of the server.</summary>
    private static readonly FrozenSet<string> s_apart = typeof(CommandPalette).Assembly.GetTypes().Where(page => page.IsDefined(typeof(ExcludeFromInteractiveRoutingAttribute)))
        .SelectMany(page => page.GetCustomAttributes<RouteAttribute>()).Select(route => route.Template).ToFrozenSet(StringComparer.OrdinalIgnoreCase);

    private readonly CancellationTokenSource _stop = new();
    private ElementReference _dialog;
    private DotNetObjectReference<CommandPalette>? _self;
    private IJSObjectReference? _module;
    private IReadOnlyList<PaletteItem>? _items;
    private string? _text;

    private IReadOnlyList<IGrouping<PaletteGroup, PaletteItem>> Groups => PaletteSearch.Find(_items ?? [], _text);

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _self = DotNetObjectReference.Create(this);
            _module = await js.InvokeAsync<IJSObjectReference>("import", "./" + Assets["js/palette.js"]);
            await _module.InvokeVoidAsync("attach", _dialog, _self);
        }
    }

    /// <summary>The browser has opened the dialog.</summary>
    /// <param name="recent">Pages that were open in it, the latest first.</param>
    [JSInvokable]
    public async Task FillAsync(RecentPage[] recent)
    {
        _items = await items.OnAsync(new Uri(navigation.Uri).AbsolutePath, recent.Where(page => IsOfThisSite(page.Href)), _stop.Token);
        StateHasChanged();
    }

    /// <summary>Goes where the chosen item leads, without leaving the circuit where the page has one.</summary>
    [JSInvokable]
    public void Go(string href)
    {
        ArgumentNullException.ThrowIfNull(href);
        if (IsOfThisSite(href))
        {
            navigation.NavigateTo(href, forceLoad: s_apart.Contains(href.Split('?', '#')[0]));
        }
    }

    private static bool IsOfThisSite(string href) => href.StartsWith('/') && !href.StartsWith("//", StringComparison.Ordinal);

    private void Forget() => (_items, _text) = (null, null);

    private static string IdOf(PaletteItem item) => $"palette-{item.Group}-{Uri.EscapeDataString(item.Href ?? item.Text)}";

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
        _self?.Dispose();
        if (_module is null)
        {
            return;
        }

        try
        {
            await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone, and the module with it.
        }
    }
}
