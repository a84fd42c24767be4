using System.Globalization;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Resources;

namespace Sluice.Dashboard.Vitals;

/// <summary>Numbers as the page of health writes them.</summary>
internal static class HealthText
{
    public static string Milliseconds(TimeSpan length) => length.TotalMilliseconds.ToString("0.#", CultureInfo.InvariantCulture);

    public static string Megabytes(IStringLocalizer<Texts> texts, long bytes) => texts["Health.Megabytes", (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture)];

    public static string Seconds(IStringLocalizer<Texts> texts, TimeSpan length) => texts["Health.Seconds", length.TotalSeconds.ToString("0.#", CultureInfo.InvariantCulture)];
}
