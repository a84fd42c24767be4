using System.Text;
using Microsoft.JSInterop;

namespace Sluice.Dashboard.Kit;

/// <summary>The browser's side of forms: clipboard and drafts. Lives as long as its page.</summary>
/// <param name="address">Of <c>js/forms.js</c>, with its fingerprint.</param>
internal sealed class FormModule(IJSRuntime js, string address) : IAsyncDisposable
{
    private IJSObjectReference? _module;

    /// <returns>False when the browser does not let us.</returns>
    public async Task<bool> CopyAsync(string text) => await (await ModuleAsync()).InvokeAsync<bool>("copy", text);

    public async Task<string?> ReadDraftAsync(string key)
    {
        var (module, text) = (await ModuleAsync(), new StringBuilder());
        while (await module.InvokeAsync<string?>("readDraft", key, text.Length) is { Length: > 0 } part)
        {
            text.Append(part);
        }

        return text.Length > 0 ? text.ToString() : null;
    }

    public async Task WriteDraftAsync(string key, string text) => await (await ModuleAsync()).InvokeVoidAsync("writeDraft", key, text);

    public async Task RemoveDraftAsync(string key) => await (await ModuleAsync()).InvokeVoidAsync("removeDraft", key);

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_module is not null)
            {
                await _module.DisposeAsync();
            }
        }
        catch (JSDisconnectedException)
        {
            // The browser has gone, and the module with it.
        }
    }

    private async Task<IJSObjectReference> ModuleAsync() => _module ??= await js.InvokeAsync<IJSObjectReference>("import", "./" + address);
}
