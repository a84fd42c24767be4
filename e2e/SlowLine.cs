using System.Text;
using Microsoft.Playwright;

namespace Sluice.E2E;

/// <summary>The line between one browser and its page's circuit. What the server draws can be held back, as a bad network does; what the person does goes through.</summary>
internal sealed class SlowLine
{
    private readonly Lock _lock = new();
    private readonly List<(IWebSocketRoute To, IWebSocketFrame Frame)> _held = [];
    private TaskCompletionSource? _seen;
    private byte[]? _until;

    /// <summary>To be called before the page opens its circuit.</summary>
    public static async Task<SlowLine> OfAsync(IPage page)
    {
        ArgumentNullException.ThrowIfNull(page);
        var line = new SlowLine();
        await page.RouteWebSocketAsync("**/_blazor**", socket => socket.ConnectToServer().OnMessage(frame => line.Carry(socket, frame)));
        return line;
    }

    /// <summary>Holds everything back from now on.</summary>
    /// <returns>Done when these words are among what is held.</returns>
    public Task HoldUntil(string words)
    {
        lock (_lock)
        {
            _until = Encoding.UTF8.GetBytes(words);
            _seen = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _seen.Task.WaitAsync(TimeSpan.FromSeconds(5));
        }
    }

    /// <summary>Delivers what was held, and holds nothing more.</summary>
    public void Release()
    {
        lock (_lock)
        {
            _seen = null;
            _held.ForEach(one => Deliver(one.To, one.Frame));
            _held.Clear();
        }
    }

    private void Carry(IWebSocketRoute to, IWebSocketFrame frame)
    {
        lock (_lock)
        {
            if (_seen is null)
            {
                Deliver(to, frame);
                return;
            }

            _held.Add((to, frame));
            if (frame.Binary is { } bytes && bytes.AsSpan().IndexOf(_until) >= 0)
            {
                _seen.TrySetResult();
            }
        }
    }

    private static void Deliver(IWebSocketRoute to, IWebSocketFrame frame)
    {
        if (frame.Binary is { } bytes)
        {
            to.Send(bytes);
        }
        else
        {
            to.Send(frame.Text!);
        }
    }
}
