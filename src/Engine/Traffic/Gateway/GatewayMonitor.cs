using Sluice.Gateway.Contract;

namespace Sluice.Engine.Traffic.Gateway;

/// <summary>What is known of the gateway now: where it is reached and how it is. Written by whoever talks to it; a snapshot for everybody else.</summary>
internal sealed class GatewayMonitor(TimeProvider time) : IGatewayHealth
{
    private readonly Lock _lock = new();
    private volatile GatewayHealth _current = new(IsReachable: false, time.GetUtcNow(), Restarts: 0) { LastError = "It was not started yet." };
    private volatile GatewayContact? _contact;

    public GatewayHealth Current => _current;

    /// <summary>Where the gateway is reached; null before it was found.</summary>
    public GatewayContact? Contact => _contact;

    /// <summary>A gateway was found or started, and answered.</summary>
    public void Found(GatewayContact contact, bool isAdopted)
    {
        lock (_lock)
        {
            var restarts = _contact is null || isAdopted ? _current.Restarts : _current.Restarts + 1;
            _contact = contact;
            _current = Turned(isReachable: true) with { Pid = contact.Pid, Urls = contact.Urls, IsAdopted = isAdopted, Restarts = restarts };
        }
    }

    public void Answered()
    {
        if (!_current.IsReachable)
        {
            lock (_lock)
            {
                _current = Turned(isReachable: true);
            }
        }
    }

    public void Failed(string why)
    {
        lock (_lock)
        {
            _current = Turned(isReachable: false) with { LastError = why, LastErrorAt = time.GetUtcNow() };
        }
    }

    private GatewayHealth Turned(bool isReachable) =>
        _current.IsReachable == isReachable ? _current : _current with { IsReachable = isReachable, Since = time.GetUtcNow() };
}
