using Microsoft.Playwright;

namespace Sluice.E2E;

/// <summary>The line between one browser and the product, which can be cut: sockets end, and nothing gets through until it is mended.</summary>
internal sealed class CutLine
{
    private readonly Lock _lock = new();
    private readonly List<IWebSocketRoute> _open = [];
    private readonly List<IWebSocketRoute> _far = [];
    private bool _isCut;

    /// <summary>To be called before the page is opened.</summary>
    public static async Task<CutLine> OfAsync(IPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var line = new CutLine();
        await page.RouteAsync("**/*", route => line.IsCut ? route.AbortAsync("internetdisconnected") : route.ContinueAsync());
        await page.RouteWebSocketAsync("**/_blazor**", line.Carry);
        await page.RouteWebSocketAsync("**/hubs/live**", line.Carry);
        return line;
    }

    private bool IsCut
    {
        get
        {
            lock (_lock)
            {
                return _isCut;
            }
        }
    }

    public async Task CutAsync()
    {
        IWebSocketRoute[] open;
        lock (_lock)
        {
            _isCut = true;
            open = [.. _open];
            _open.Clear();
            _far.Clear();
        }

        foreach (var socket in open)
        {
            await socket.CloseAsync(new() { Code = 3001, Reason = "the network is gone" });
        }
    }

    /// <summary>On the sockets that are open, what the browser sends still arrives, and what it is answered does not.</summary>
    public void Deafen()
    {
        lock (_lock)
        {
            _far.ForEach(socket => socket.OnMessage(_ => { }));
        }
    }

    public void Mend()
    {
        lock (_lock)
        {
            _isCut = false;
        }
    }

    private void Carry(IWebSocketRoute socket)
    {
        lock (_lock)
        {
            if (!_isCut)
            {
                _open.Add(socket);
                _far.Add(socket.ConnectToServer());
                return;
            }
        }

        _ = socket.CloseAsync();
    }
}
