using System.Globalization;

namespace Sluice.Dashboard.Vitals;

/// <summary>Numbers as the page of health writes them.</summary>
internal static class HealthText
{
    public static string Milliseconds(TimeSpan length) => length.TotalMilliseconds.ToString("0.#", CultureInfo.InvariantCulture);

    public static string Megabytes(long bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB");

    public static string Seconds(TimeSpan length) => string.Create(CultureInfo.InvariantCulture, $"{length.TotalSeconds:0.#} s");
}
