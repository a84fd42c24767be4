using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Services;
using Sluice.Engine.Metrics;
using Sluice.Engine.Metrics.Served;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>What trying rules on stored counts says.</summary>
/// <param name="Recent">At every look, on the samples of the last half hour; null where there are too few of them.</param>
/// <param name="Days">Once a minute at the most, through the days that are kept; null where there are none, or they cannot be read.</param>
/// <param name="Unread">Why the days cannot be read; null when they can.</param>
public sealed record BackTestAnswer(BackTestResult? Recent, DaysBackTestResult? Days, string? Unread);

/// <summary>Tries rules on what a live release served, off the circuits and one question after the other: however many ask, the work at one time is that of one, and few wait for it.</summary>
public sealed class BackTestDesk(ISampleFeed samples, IServedHistory history, TimeProvider time) : IDisposable
{
    /// <summary>One whose turn it is, and four behind it.</summary>
    public const int Most = 5;

    private readonly SemaphoreSlim _turn = new(1, 1);
    private int _asking;

    /// <param name="live">The release that serves the place.</param>
    /// <returns>Null at once when too many wait already: ask again.</returns>
    public async Task<BackTestAnswer?> TryAsync(PlaceKey place, int live, LedgerTerms terms, PhasePlan plan, CancellationToken ct)
    {
        try
        {
            return Interlocked.Increment(ref _asking) <= Most ? await InTurnAsync(place, live, terms, plan, ct) : null;
        }
        finally
        {
            Interlocked.Decrement(ref _asking);
        }
    }

    public void Dispose() => _turn.Dispose();

    private async Task<BackTestAnswer> InTurnAsync(PlaceKey place, int live, LedgerTerms terms, PhasePlan plan, CancellationToken ct)
    {
        await _turn.WaitAsync(ct);
        try
        {
            var now = time.GetUtcNow();
            var (minutes, unread) = await ReadAsync(place, now, ct);
            return await Task.Run(
                () => new BackTestAnswer(
                    BackTest.Of(terms, plan, StableSamples.Of(samples, place, live, terms.Settings.Interval, now), ct),
                    DaysBackTest.Of(terms, plan, minutes, ct),
                    unread),
                ct);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<(IEnumerable<ServedMinute> Minutes, string? Unread)> ReadAsync(PlaceKey place, DateTimeOffset now, CancellationToken ct)
    {
        // From a whole hour on: within the hour, whoever asks again finds the same starts.
        var oldest = (now - IServedHistory.Kept).UtcTicks + TimeSpan.TicksPerHour - 1;
        try
        {
            return (await history.ReadAsync(place, new DateTimeOffset(oldest - (oldest % TimeSpan.TicksPerHour), TimeSpan.Zero), ct), null);
        }
        catch (StoreUnavailableException ex)
        {
            return ([], ex.Message);
        }
    }
}
