namespace Sluice.Domain.Freezes;

/// <summary>From what a clock on the wall shows to the instant, through the days on which clocks are put forward or back.</summary>
internal static class ZoneClock
{
    private const int LongestName = 64;

    /// <summary>Null when this machine does not know the zone, or the name is none of the IANA time zone database.</summary>
    public static TimeZoneInfo? Find(string name) =>
        name.Length is > 0 and <= LongestName
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+')
        && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) && zone.HasIanaId ? zone : null;

    /// <summary>The first instant at which the clock shows it. A time that is skipped stands for the moment at which clocks are put forward.</summary>
    public static DateTimeOffset First(TimeZoneInfo zone, DateTime local) => At(zone, local, static offsets => offsets.Max());

    /// <summary>The last instant at which the clock shows it.</summary>
    public static DateTimeOffset Last(TimeZoneInfo zone, DateTime local) => At(zone, local, static offsets => offsets.Min());

    private static DateTimeOffset At(TimeZoneInfo zone, DateTime local, Func<TimeSpan[], TimeSpan> choose)
    {
        while (zone.IsInvalidTime(local))
        {
            local = local.AddMinutes(1);
        }

        var offset = zone.IsAmbiguousTime(local) ? choose(zone.GetAmbiguousTimeOffsets(local)) : zone.GetUtcOffset(local);
        return new DateTimeOffset(local, offset).ToUniversalTime();
    }
}
