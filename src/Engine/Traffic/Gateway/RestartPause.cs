namespace Sluice.Engine.Traffic.Gateway;

/// <summary>How long to wait before the next try: not at all the first time, then ever longer, until one has lasted a while.</summary>
internal sealed class RestartPause(TimeProvider time)
{
    private static readonly TimeSpan First = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LastedWell = TimeSpan.FromSeconds(10);

    private TimeSpan _next = TimeSpan.Zero;
    private long _triedAt;

    public async Task WaitAsync(CancellationToken ct)
    {
        if (_triedAt != 0 && time.GetElapsedTime(_triedAt) >= LastedWell)
        {
            _next = TimeSpan.Zero;
        }

        if (_next > TimeSpan.Zero)
        {
            await Task.Delay(_next, time, ct);
        }

        // The first two tries follow one another at once: the one at the start, and the one after the first death.
        _next = _triedAt == 0 ? TimeSpan.Zero : _next == TimeSpan.Zero ? First : _next * 2 < Longest ? _next * 2 : Longest;
        _triedAt = time.GetTimestamp();
    }
}
