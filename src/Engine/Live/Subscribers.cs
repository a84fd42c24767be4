using Microsoft.Extensions.Logging;

namespace Sluice.Engine.Live;

/// <summary>Handlers to call for every change. One that fails is logged and does not keep the others from hearing.</summary>
internal sealed partial class Subscribers<T>(ILogger logger)
{
    private readonly Lock _lock = new();

    // Copied on change: publishing is frequent and takes no lock, subscribing is rare.
    private volatile Action<T>[] _handlers = [];

    public IDisposable Add(Action<T> handler)
    {
        lock (_lock)
        {
            _handlers = [.. _handlers, handler];
        }

        return new Subscription(this, handler);
    }

    public void Publish(T change)
    {
        foreach (var handler in _handlers)
        {
            try
            {
                handler(change);
            }
            catch (Exception ex)
            {
                Log.Failed(logger, typeof(T).Name, ex);
            }
        }
    }

    private void Remove(Action<T> handler)
    {
        lock (_lock)
        {
            _handlers = [.. _handlers.Where(h => h != handler)];
        }
    }

    private sealed class Subscription(Subscribers<T> owner, Action<T> handler) : IDisposable
    {
        public void Dispose() => owner.Remove(handler);
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.SubscriberFailed, LogLevel.Error, "A reader of {Change} failed")]
        public static partial void Failed(ILogger logger, string change, Exception exception);
    }
}
