using Sluice.Engine.Live;
using Sluice.Engine.Metrics;

namespace Sluice.Dashboard.Live;

/// <summary>Hands events and samples to those who watch, and beats.</summary>
internal sealed class LiveBroadcast(LiveAudience audience, ILiveStates states, ISampleFeed samples, TimeProvider time) : BackgroundService
{
    /// <summary>Charts move twice a second at most.</summary>
    internal static readonly TimeSpan Period = TimeSpan.FromMilliseconds(500);

    private const int PeriodsPerBeat = 2;

    private IDisposable? _events;
    private IDisposable? _ticks;

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        // Before the first browser can connect.
        _events = states.Subscribe(audience.Take);
        _ticks = samples.Subscribe(audience.Take);
        return base.StartAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _events?.Dispose();
        _ticks?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(Period, time);
        for (var period = 1L; await timer.WaitForNextTickAsync(stoppingToken); period++)
        {
            audience.Flush();
            if (period % PeriodsPerBeat == 0)
            {
                audience.Beat(time.GetUtcNow(), period / PeriodsPerBeat);
            }
        }
    }
}
