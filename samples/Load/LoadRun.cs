namespace Sluice.Load;

/// <summary>
/// An open loop: requests start when the arrivals say so, not when earlier ones were answered, and each is measured from
/// the moment when it should have started. A slow target therefore cannot hide its slowness by holding the load back.
/// </summary>
internal sealed class LoadRun(LoadOptions options, Shoppers shoppers, TimeProvider time, TextWriter lines)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private readonly Lock _counting = new();
    private readonly Tally _total = new();
    private Tally _interval = new();
    private long _intervalStart;
    private int _open;

    /// <summary>Runs until the duration is over or <paramref name="stop"/> is called, then waits shortly for open requests.</summary>
    public async Task<Tally> RunAsync(CancellationToken stop)
    {
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(stop);
        using var cut = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        _intervalStart = time.GetTimestamp();
        var reports = options.Report > TimeSpan.Zero ? ReportAsync(ends.Token) : Task.CompletedTask;
        var open = await StartRequestsAsync(cut.Token, stop);
        await ends.CancelAsync();

        cut.CancelAfter(Patience);
        await Task.WhenAll([reports, .. open]);
        EndInterval();
        return _total;
    }

    private async Task<IReadOnlyCollection<Task>> StartRequestsAsync(CancellationToken cut, CancellationToken stop)
    {
        var arrivals = new Arrivals(options.Rate, new Random(options.Seed));
        var choices = new Random(options.Seed);
        var open = new List<Task>();
        var start = time.GetTimestamp();
        for (var due = arrivals.NextGap(); options.Duration is null || due < options.Duration; due += arrivals.NextGap())
        {
            if (!await WaitAsync(due - time.GetElapsedTime(start), stop))
            {
                break;
            }

            var (method, path) = options.Mix.Next(choices);
            if (Volatile.Read(ref _open) >= options.Concurrency)
            {
                Count(tally => tally.Drop());
                continue;
            }

            Interlocked.Increment(ref _open);
            open.RemoveAll(request => request.IsCompletedSuccessfully);
            open.Add(SendAsync(method, path, start, due, cut));
        }

        return open;
    }

    private async Task SendAsync(HttpMethod method, string path, long start, TimeSpan due, CancellationToken cut)
    {
        try
        {
            var answer = await shoppers.AskAsync(method, path, cut);
            var latency = time.GetElapsedTime(start) - due;
            Count(tally => tally.Record(answer, latency));
        }
        catch (OperationCanceledException) when (cut.IsCancellationRequested)
        {
            Count(tally => tally.Record(new Answer("unanswered", Version: null), time.GetElapsedTime(start) - due));
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    }

    private async Task ReportAsync(CancellationToken ct)
    {
        using var timer = new PeriodicTimer(options.Report, time);
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                var interval = EndInterval();
                await lines.WriteLineAsync($"{time.GetLocalNow():HH:mm:ss} {interval}");
            }
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The run is over; the summary counts what came since the last line.
        }
    }

    private async Task<bool> WaitAsync(TimeSpan wait, CancellationToken stop)
    {
        try
        {
            if (wait > TimeSpan.Zero)
            {
                // Timers count whole milliseconds; rounding up keeps a request from starting before it is due.
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), time, stop);
            }

            return !stop.IsCancellationRequested;
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return false;
        }
    }

    private Tally EndInterval()
    {
        lock (_counting)
        {
            var ended = _interval;
            var now = time.GetTimestamp();
            ended.Span = time.GetElapsedTime(_intervalStart, now);
            _intervalStart = now;
            _interval = new Tally();
            _total.Add(ended);
            return ended;
        }
    }

    private void Count(Action<Tally> count)
    {
        lock (_counting)
        {
            count(_interval);
        }
    }
}
