using Sluice.Dashboard.Api.Telemetry;

namespace Sluice.Dashboard.Vitals.Circuits;

/// <summary>Notes after each full collection what was left, and how many consoles were open then. It never asks for a collection.</summary>
internal sealed class CircuitMemory(CircuitCount circuits, MemorySlope slope, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(5);

    private long _seen;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(s_look, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                Look();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The product stops.
        }
    }

    private void Look()
    {
        var newest = new[] { GC.GetGCMemoryInfo(GCKind.FullBlocking), GC.GetGCMemoryInfo(GCKind.Background) }.MaxBy(info => info.Index);
        if (newest.Index > _seen)
        {
            _seen = newest.Index;
            slope.Add(circuits.Open, newest.HeapSizeBytes - newest.FragmentedBytes);
        }
    }
}
