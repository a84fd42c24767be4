using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Sluice.Dashboard.Api.Telemetry;

/// <summary>How many consoles are open.</summary>
internal sealed class CircuitCount
{
    private int _open;

    public int Open => Volatile.Read(ref _open);

    public void Add(int change) => Interlocked.Add(ref _open, change);
}

internal sealed class CircuitCounter(CircuitCount count) : CircuitHandler
{
    public override Task OnCircuitOpenedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        count.Add(1);
        return Task.CompletedTask;
    }

    public override Task OnCircuitClosedAsync(Circuit circuit, CancellationToken cancellationToken)
    {
        count.Add(-1);
        return Task.CompletedTask;
    }
}
