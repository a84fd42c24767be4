using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Microsoft.JSInterop;
using Sluice.Dashboard.Resources;

namespace Sluice.Dashboard.Shell;

/// <summary>How old what you see is. Driven by the heartbeat in the browser, so it is right even when the server is gone.</summary>
public sealed partial class FreshnessChip(IJSRuntime js, IStringLocalizer<Texts> T)
{
    private ElementReference _chip;
    private IJSObjectReference? _module;

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (firstRender)
        {
            _module = await js.InvokeAsync<IJSObjectReference>("import", "./" + Assets["js/freshness.js"]);
            await _module.InvokeVoidAsync("attach", _chip);
        }
    }

    public async ValueTask DisposeAsync()
    {
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
