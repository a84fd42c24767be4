using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Sluice.Engine.Live;

/// <summary>One part that everything stands on, as the feature that uses it sees it.</summary>
public interface IComponentWatch
{
    ComponentHealth Health { get; }

    /// <summary>False for a part that this installation does without.</summary>
    bool IsPresent => true;
}

/// <summary>Looks at the watches twice a second and tells readers when one of them changed its mind.</summary>
internal sealed class SystemHealth(IEnumerable<IComponentWatch> watches, TimeProvider time, ILogger<SystemHealth> logger) : BackgroundService, ISystemHealth
{
    private static readonly TimeSpan s_lookEvery = TimeSpan.FromMilliseconds(500);
    private readonly IReadOnlyList<IComponentWatch> _watches = [.. watches.Where(watch => watch.IsPresent)];
    private readonly Subscribers<bool> _subscribers = new(logger);

    public IReadOnlyList<ComponentHealth> Components => [.. _watches.Select(w => w.Health)];

    public IDisposable Subscribe(Action handler) => _subscribers.Add(_ => handler());

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_lookEvery, time);
        var before = Components;
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                var now = Components;
                if (!now.SequenceEqual(before))
                {
                    before = now;
                    _subscribers.Publish(change: true);
                }
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The product stops.
        }
    }
}
