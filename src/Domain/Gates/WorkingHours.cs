namespace Sluice.Domain.Gates;

/// <summary>When people are expected to be at work, by the clock of one zone. The same hours on a row of days of every week.</summary>
public sealed record WorkingHours(DayOfWeek FirstDay, DayOfWeek LastDay, TimeOnly From, TimeOnly Until, TimeZoneInfo Zone)
{
    private const int Week = 7;

    public bool Includes(DateTimeOffset instant)
    {
        var local = TimeZoneInfo.ConvertTime(instant, Zone);
        var clock = TimeOnly.FromTimeSpan(local.TimeOfDay);
        return ((int)local.DayOfWeek - (int)FirstDay + Week) % Week <= ((int)LastDay - (int)FirstDay + Week) % Week && clock >= From && clock < Until;
    }
}
