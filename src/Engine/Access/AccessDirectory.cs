using Microsoft.Extensions.Logging;
using Sluice.Engine.Store;

namespace Sluice.Engine.Access;

/// <summary>Who there is and what they may, at most <see cref="Fresh"/> old, and up to date at once for what this node changed itself.</summary>
public sealed partial class AccessDirectory(IAccessReader reader, TimeProvider time, ILogger<AccessDirectory> logger) : IDisposable
{
    public static readonly TimeSpan Fresh = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _reading = new(1, 1);
    private volatile AccessSnapshot _now = AccessSnapshot.Unread;
    private long _readAt;
    private bool _isAway;

    /// <summary>Raised after every look, whether something changed or not: tokens also end by time alone.</summary>
    public event Action? Looked;

    /// <summary>As it was read last.</summary>
    public AccessSnapshot Now => _now;

    /// <summary>Looks again when the last look is too old. While the database is away, what was read last stays: nobody can take a right away meanwhile either.</summary>
    public async ValueTask<AccessSnapshot> ReadAsync(CancellationToken ct)
    {
        if (!_now.IsRead || time.GetElapsedTime(Interlocked.Read(ref _readAt)) >= Fresh)
        {
            try
            {
                await LookAsync(wait: !_now.IsRead, ct);
            }
            catch (StoreUnavailableException ex)
            {
                Interlocked.Exchange(ref _readAt, time.GetTimestamp());
                if (!_isAway)
                {
                    _isAway = true;
                    Log.Away(logger, ex.Message);
                }
            }
        }

        return _now;
    }

    /// <summary>Looks now. Called after a change, so that it acts at once.</summary>
    /// <exception cref="StoreUnavailableException">The database cannot be reached.</exception>
    public async Task RefreshAsync(CancellationToken ct)
    {
        await LookAsync(wait: true, ct);
        Looked?.Invoke();
    }

    internal void Tell() => Looked?.Invoke();

    public void Dispose() => _reading.Dispose();

    private async Task LookAsync(bool wait, CancellationToken ct)
    {
        // One look at a time; whoever comes meanwhile goes on with what there is.
        if (!await _reading.WaitAsync(wait ? Timeout.InfiniteTimeSpan : TimeSpan.Zero, ct))
        {
            return;
        }

        try
        {
            if (await reader.ReadAsync(_now.Number, ct) is { } rows)
            {
                _now = new(rows);
            }

            Interlocked.Exchange(ref _readAt, time.GetTimestamp());
            _isAway = false;
        }
        finally
        {
            _reading.Release();
        }
    }

    private static partial class Log
    {
        [LoggerMessage(EventIds.AccessNotRead, LogLevel.Warning, "Accounts and tokens cannot be read; those read last stay good: {Reason}")]
        public static partial void Away(ILogger logger, string reason);
    }
}
