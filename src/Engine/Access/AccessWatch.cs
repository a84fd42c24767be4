using Microsoft.Extensions.Hosting;
using Sluice.Engine.Store;

namespace Sluice.Engine.Access;

/// <summary>Keeps the directory fresh while nobody asks, so that open pages and connections learn of lost rights; writes down when tokens were used.</summary>
public sealed class AccessWatch(AccessDirectory directory, TokenUse used, TimeProvider time) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(AccessDirectory.Fresh, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await directory.ReadAsync(stoppingToken);
                directory.Tell();
                await used.FlushAsync(stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
    }
}

/// <summary>When tokens were used, gathered here and written once a minute: a busy script must not write a row with every call.</summary>
public sealed class TokenUse(ITokenStore store, TimeProvider time)
{
    private static readonly TimeSpan s_every = TimeSpan.FromMinutes(1);
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, DateTimeOffset> _used = new(StringComparer.Ordinal);
    private DateTimeOffset _flushedAt;

    public void Note(string id) => _used[id] = time.GetUtcNow();

    internal async Task FlushAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        if (_used.IsEmpty || now - _flushedAt < s_every)
        {
            return;
        }

        _flushedAt = now;
        var batch = _used.ToDictionary(StringComparer.Ordinal);
        try
        {
            await store.TouchAsync(batch, ct);
            foreach (var item in batch)
            {
                _used.TryRemove(item);
            }
        }
        catch (StoreUnavailableException)
        {
            // It is only a hint for people; the next minute tries again.
        }
    }
}
