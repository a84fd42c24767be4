namespace Sluice.Engine.Traffic.Gateway;

/// <summary>Reads the gateway for many at once: whoever asks within a moment shares one answer. Nobody gets an answer from before a change that ended.</summary>
internal sealed class GatewayReader(GatewayClient client, TimeProvider time)
{
    /// <summary>A hundred places look once a second; one call serves them all.</summary>
    public static TimeSpan Freshness { get; } = TimeSpan.FromMilliseconds(200);

    private readonly Lock _lock = new();
    private Task<GatewayReading>? _reading;
    private long _begun;

    /// <exception cref="RouterException">It cannot be asked.</exception>
    public Task<GatewayReading> ReadAsync(CancellationToken ct)
    {
        Task<GatewayReading> reading;
        lock (_lock)
        {
            if (_reading is null or { IsFaulted: true } or { IsCanceled: true } || time.GetElapsedTime(_begun) >= Freshness)
            {
                _begun = time.GetTimestamp();
                _reading = AskAsync();
            }

            reading = _reading;
        }

        return reading.WaitAsync(ct);
    }

    /// <summary>What is in force may have changed: answers begun until now are not given any more.</summary>
    public void Forget()
    {
        lock (_lock)
        {
            _reading = null;
        }
    }

    // Shared, so it must not end because one of those who wait leaves. The client has a time limit of its own.
    private async Task<GatewayReading> AskAsync() => new(await client.StatusAsync(CancellationToken.None));
}
