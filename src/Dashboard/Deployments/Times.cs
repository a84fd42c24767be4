using System.Globalization;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Deployments;

/// <summary>Times and lengths as people read them. The zone is always said.</summary>
internal static class Times
{
    public static string Clock(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    public static string Short(DateTimeOffset at) => at.UtcDateTime.ToString("HH:mm 'UTC'", CultureInfo.InvariantCulture);

    public static string Full(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    /// <summary>For machines: the value of a <c>datetime</c> attribute.</summary>
    public static string Iso(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    public static string Length(TimeSpan length) => Durations.Format(TimeSpan.FromSeconds(Math.Round(Math.Max(0, length.TotalSeconds))));

    /// <summary>As planned: exact, to the millisecond.</summary>
    public static string Planned(TimeSpan length) => Durations.Format(length);
}
