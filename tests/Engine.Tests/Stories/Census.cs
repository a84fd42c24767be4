using Sluice.Engine.Live;

namespace Sluice.Engine.Tests.Stories;

/// <summary>Counts, as long as it goes on, how many instances of a place were there at most.</summary>
internal sealed class Census : IAsyncDisposable
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(10);

    private readonly CancellationTokenSource _end = new();
    private readonly Task _counting;
    private int _most;

    public Census(Func<PlaceStatus?> look)
        : this(() => look()?.Instances.Count(i => i.Instance.Pid is not null) ?? 0)
    {
    }

    /// <param name="count">How many there are now.</param>
    public Census(Func<int> count) => _counting = Task.Run(async () =>
    {
        using var clock = new PeriodicTimer(s_pause, TimeProvider.System);
        while (!_end.IsCancellationRequested)
        {
            _most = Math.Max(_most, count());
            await clock.WaitForNextTickAsync(CancellationToken.None);
        }
    });

    public int Most => _most;

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await _counting;
        _end.Dispose();
    }
}
