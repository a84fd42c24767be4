using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Services;
using Sluice.Engine.Live;
using Sluice.Engine.Metrics;
using Sluice.Engine.Projections;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Fleet;

/// <summary>
/// The fleet of one tenant, drawn once for all who look at it: at once when a state changes, once a second for the numbers.
/// Sleeps when nobody has looked for a while: whoever goes to another page and comes back finds it awake.
/// </summary>
internal sealed partial class FleetFeed : IDisposable
{
    internal static readonly TimeSpan Lingers = TimeSpan.FromSeconds(30);

    private const int MostSparks = 2_000;
    private static readonly TimeSpan s_atOnce = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_sparkLasts = TimeSpan.FromSeconds(5);

    private readonly Lock _lock = new();
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Dictionary<string, (DateTimeOffset At, Spark Spark)> _sparks = [];
    private readonly FleetBoard _board;
    private readonly Coalescer _coalescer;
    private readonly TenantId _tenant;
    private readonly ISampleFeed _samples;
    private readonly IDeploymentQueries _queries;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private volatile Action[] _viewers = [];
    private volatile FleetSnapshot _now = FleetSnapshot.Empty;
    private volatile bool _awake;
    private bool _complete;
    private DateTimeOffset _leftAt;

    public FleetFeed(TenantId tenant, ILiveStates live, IPlaceStatuses places, ISampleFeed samples, IDeploymentQueries queries, TimeProvider time, ILogger logger)
    {
        (_tenant, _samples, _queries, _time, _logger) = (tenant, samples, queries, time, logger);
        _coalescer = new Coalescer(time, s_atOnce, () => DrawAsync(board => board.UpdateAsync(CancellationToken.None)));
        _board = new FleetBoard(live, places, samples, tenant, () =>
        {
            if (_awake)
            {
                _coalescer.Signal();
            }
        });
    }

    public FleetSnapshot Now => _now;

    /// <summary>Returns when there is something to see.</summary>
    /// <param name="changed">Called on any thread after each drawing. Dispose what is returned to leave.</param>
    public async Task<IDisposable> JoinAsync(Action changed)
    {
        bool wakes;
        lock (_lock)
        {
            wakes = !_awake;
            _awake = true;
            _viewers = [.. _viewers, changed];
        }

        if (wakes)
        {
            // What was missed in sleep, then all that moves.
            await DrawAsync(async board =>
            {
                await board.UpdateAsync(CancellationToken.None);
                await board.RefreshAsync(CancellationToken.None);
            });
            _ = TickAsync();
        }
        else if (!Now.IsLoaded)
        {
            await DrawAsync(_ => Task.CompletedTask);
        }

        return new Seat(this, changed);
    }

    /// <summary>Tries again what could not be read.</summary>
    public Task RetryAsync() => DrawAsync(board => board.RefreshAsync(CancellationToken.None));

    /// <summary>The trend of a line's worst check; null where nothing is judged. At most some seconds old.</summary>
    public Spark? SparkOf(FleetLine line)
    {
        if (line is not { IsCalm: false, Worst: { } worst, Deployment: { } deployment })
        {
            return null;
        }

        var now = _time.GetUtcNow();
        lock (_lock)
        {
            if (_sparks.TryGetValue(line.Key, out var known) && now - known.At < s_sparkLasts)
            {
                return known.Spark;
            }

            var window = Spark.WindowSince(deployment.StartedAt ?? deployment.CreatedAt, now);
            var spark = Spark.Of(_samples.Since(new PlaceKey(_tenant, line.Service, line.Environment), now - window), deployment.Spec.ToRelease, worst, window, now);
            if (_sparks.Count >= MostSparks)
            {
                _sparks.Clear();
            }

            _sparks[line.Key] = (now, spark);
            return spark;
        }
    }

    public void Dispose()
    {
        _viewers = [];
        _board.Dispose();
        _coalescer.Dispose();
        _one.Dispose();
    }

    private async Task TickAsync()
    {
        using var timer = new PeriodicTimer(s_second, _time);
        while (await timer.WaitForNextTickAsync(CancellationToken.None) && !FallsAsleep())
        {
            await DrawAsync(board => board.RefreshAsync(CancellationToken.None));
        }
    }

    /// <summary>Each draws its own page, which takes a while: side by side, and the last one here.</summary>
    private static void Tell(Action[] viewers)
    {
        for (var i = 0; i < viewers.Length - 1; i++)
        {
            ThreadPool.QueueUserWorkItem(static changed => changed(), viewers[i], preferLocal: false);
        }

        if (viewers.Length > 0)
        {
            viewers[^1]();
        }
    }

    private bool FallsAsleep()
    {
        lock (_lock)
        {
            _awake = _viewers.Length > 0 || _time.GetUtcNow() - _leftAt < Lingers;
            return !_awake;
        }
    }

    /// <summary>One drawing at a time. All lines are drawn until that has succeeded once.</summary>
    private async Task DrawAsync(Func<FleetBoard, Task> work)
    {
        await _one.WaitAsync(CancellationToken.None);
        try
        {
            string? problem = null;
            try
            {
                await (_complete ? work(_board) : _board.LoadAsync(_queries, CancellationToken.None));
                _complete = true;
            }
            catch (StoreUnavailableException ex)
            {
                problem = ex.Message;
            }
            catch (Exception ex)
            {
                // One drawing that fails must not be the last one for everybody.
                Log.NotDrawn(_logger, ex);
                problem = ex.Message;
            }

            _now = FleetSnapshot.Of(_board.Lines, _board.Services, Now) with { Problem = problem };
        }
        finally
        {
            _one.Release();
        }

        Tell(_viewers);
    }

    private sealed class Seat(FleetFeed feed, Action changed) : IDisposable
    {
        public void Dispose()
        {
            lock (feed._lock)
            {
                feed._viewers = [.. feed._viewers.Where(viewer => viewer != changed)];
                feed._leftAt = feed._time.GetUtcNow();
            }
        }
    }

    private static partial class Log
    {
        [LoggerMessage(1003, LogLevel.Error, "The fleet could not be drawn")]
        public static partial void NotDrawn(ILogger logger, Exception exception);
    }
}
