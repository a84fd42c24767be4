using Microsoft.AspNetCore.Components.Server.Circuits;

namespace Sluice.Dashboard.Api.Telemetry;

/// <summary>How many consoles are open, and how many of them nobody is connected to now.</summary>
internal sealed class CircuitCount
{
    private int _open;
    private int _connected;

    /// <summary>In memory, connected or not.</summary>
    public int Open => Volatile.Read(ref _open);

    /// <summary>Kept in case that the browser comes back.</summary>
    public int Disconnected => Math.Max(0, Open - Volatile.Read(ref _connected));

    public void Add(int change) => Interlocked.Add(ref _open, change);

    public void Connect(int change) => Interlocked.Add(ref _connected, change);
}

/// <summary>One per circuit.</summary>
internal sealed class CircuitCounter(CircuitCount count) : CircuitHandler
{
    private bool _isConnected;

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

    public override Task OnConnectionUpAsync(Circuit circuit, CancellationToken cancellationToken) => Become(isConnected: true);

    public override Task OnConnectionDownAsync(Circuit circuit, CancellationToken cancellationToken) => Become(isConnected: false);

    // That a connection is down is told once more when the circuit ends.
    private Task Become(bool isConnected)
    {
        if (_isConnected != isConnected)
        {
            _isConnected = isConnected;
            count.Connect(isConnected ? 1 : -1);
        }

        return Task.CompletedTask;
    }
}
