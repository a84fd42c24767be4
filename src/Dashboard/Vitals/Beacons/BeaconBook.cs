using Sluice.Engine;

namespace Sluice.Dashboard.Vitals.Beacons;

/// <summary>What browsers reported, since this process was started. Bounded: the newest so many of each kind.</summary>
internal sealed class BeaconBook(TimeProvider time)
{
    private const int Kept = 2048;

    private readonly Lock _lock = new();
    private readonly LastTimes _events = new(Kept);
    private LastTimes _reconnects = new(Kept);
    private DateOnly _day;
    private int _today;

    public BeaconSummary Current
    {
        get
        {
            lock (_lock)
            {
                TurnDay();
                return new(_events.Count, _events.Quantile(0.95), _today, _reconnects.Quantile(0.95));
            }
        }
    }

    public void Take(IReadOnlyList<Beacon> beacons)
    {
        lock (_lock)
        {
            TurnDay();
            foreach (var beacon in beacons)
            {
                (beacon.Kind == BeaconKind.EventToPixel ? _events : _reconnects).Add(beacon.Took);
                _today += beacon.Kind == BeaconKind.Reconnect ? 1 : 0;
            }
        }
    }

    private void TurnDay()
    {
        var day = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        if (day != _day)
        {
            (_day, _today, _reconnects) = (day, 0, new(Kept));
        }
    }
}

/// <param name="Events">How many times to the screen were measured, of those that are kept.</param>
/// <param name="EventToPixel">What 95 % of them kept; null without any.</param>
/// <param name="Reconnects">Today, in UTC.</param>
/// <param name="Reconnect">What 95 % of these took at most; null without any.</param>
internal sealed record BeaconSummary(int Events, TimeSpan? EventToPixel, int Reconnects, TimeSpan? Reconnect);
