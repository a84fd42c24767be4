using System.Text.Json.Serialization;

namespace Sluice.Domain.Freezes;

/// <summary>A part of every week by the clock of a named zone, such as Friday 16:00 to Monday 07:00 in Europe/Berlin.</summary>
/// <param name="UntilTime">At or before <paramref name="FromTime"/> on the same day: it ends on that day of the week after.</param>
/// <param name="TimeZone">A name of the IANA time zone database.</param>
public sealed record WeeklyWindow(DayOfWeek FromDay, TimeOnly FromTime, DayOfWeek UntilDay, TimeOnly UntilTime, string TimeZone)
{
    private const int Week = 7;

    /// <summary>The whole week would be no window.</summary>
    [JsonIgnore]
    public bool IsWholeWeek => FromDay == UntilDay && FromTime == UntilTime;

    private int Days => ((int)UntilDay - (int)FromDay + Week) % Week is var days && days == 0 && UntilTime <= FromTime ? Week : days;

    /// <summary>
    /// The stretches that end after the instant, in order, without end. An hour that comes twice belongs to the window both times.
    /// On a machine that does not know the zone it is one stretch without limits: a freeze that cannot be read holds.
    /// </summary>
    public IEnumerable<FreezeSpan> SpansAfter(DateTimeOffset instant)
    {
        if (ZoneClock.Find(TimeZone) is not { } zone)
        {
            yield return new(DateTimeOffset.MinValue, Until: null);
            yield break;
        }

        // More than a week back: what began then is over in every zone, whatever its clocks did meanwhile.
        var day = DateOnly.FromDateTime(instant.UtcDateTime).AddDays(-Week - 2);
        day = day.AddDays(((int)FromDay - (int)day.DayOfWeek + Week) % Week);
        var ended = DateTimeOffset.MinValue;
        for (; day.Year < DateOnly.MaxValue.Year; day = day.AddDays(Week))
        {
            // A window of nearly a week can end in the hour that comes twice after the next one has begun in it.
            var from = ZoneClock.First(zone, day.ToDateTime(FromTime));
            var span = new FreezeSpan(from > ended ? from : ended, ZoneClock.Last(zone, day.AddDays(Days).ToDateTime(UntilTime)));
            if (span.Until is { } until && until > span.From)
            {
                ended = until;
                if (until > instant)
                {
                    yield return span;
                }
            }
        }
    }
}
