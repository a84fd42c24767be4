namespace Sluice.Dashboard.Deployments;

/// <summary>Many signals, few runs: at most one per period, none at the same time, and always one after the last signal.</summary>
internal sealed class Coalescer(TimeProvider time, TimeSpan period, Func<Task> work) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Lock _lock = new();
    private long? _ranAt;
    private bool _running;
    private bool _again;

    public void Signal()
    {
        lock (_lock)
        {
            _again = true;
            if (_running || _stop.IsCancellationRequested)
            {
                return;
            }

            _running = true;
        }

        _ = RunAsync();   // reports through the work, which handles its own failures
    }

    /// <summary>A signal that comes later, such as another try.</summary>
    public void SignalAfter(TimeSpan delay) => _ = LaterAsync(delay);

    private async Task LaterAsync(TimeSpan delay)
    {
        try
        {
            await Task.Delay(delay, time, _stop.Token);
            Signal();
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader has left.
        }
    }

    private async Task RunAsync()
    {
        try
        {
            while (Begin())
            {
                var wait = _ranAt is { } before ? period - time.GetElapsedTime(before) : TimeSpan.Zero;
                if (wait > TimeSpan.Zero)
                {
                    await Task.Delay(wait, time, _stop.Token);
                }

                lock (_lock)
                {
                    _again = false;
                }

                _ranAt = time.GetTimestamp();
                await work();
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader has left.
        }
        catch
        {
            // One run that fails must not be the last one.
            if (Ended())
            {
                Signal();
            }

            throw;
        }
    }

    /// <returns>Whether a signal came meanwhile.</returns>
    private bool Ended()
    {
        lock (_lock)
        {
            _running = false;
            return _again;
        }
    }

    private bool Begin()
    {
        lock (_lock)
        {
            _running = _again && !_stop.IsCancellationRequested;
            return _running;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _stop.Cancel();
        }
    }
}
