using System.Globalization;

namespace Sluice.Domain.Analysis;

/// <summary>A forecast in words: good for "minutes or hours", not for a countdown.</summary>
internal static class ForecastText
{
    /// <param name="more">Canary requests.</param>
    /// <param name="perSecond">Canary requests per second.</param>
    public static string Of(long more, double perSecond)
    {
        var requests = $"About {Rounded(more).ToString("#,##0", CultureInfo.InvariantCulture)} more canary requests";
        if (!(perSecond > 0))
        {
            return requests;
        }

        var seconds = more / perSecond;
        return $"{requests} ({Time(seconds)} at {perSecond.ToString("0.#", CultureInfo.InvariantCulture)}/s; range {Time(seconds * EvidenceForecast.LeastOf)} to {Time(seconds * EvidenceForecast.MostOf)})";
    }

    /// <summary>Two significant digits.</summary>
    private static long Rounded(long value)
    {
        var unit = 1L;
        while (value / unit >= 100)
        {
            unit *= 10;
        }

        return (value + (unit / 2)) / unit * unit;
    }

    private static string Time(double seconds) => seconds switch
    {
        < 90 => FormattableString.Invariant($"{Math.Max(1, Math.Round(seconds))} s"),
        < 90 * 60 => FormattableString.Invariant($"{Math.Round(seconds / 60)} min"),
        < 48 * 3600 => FormattableString.Invariant($"{Math.Round(seconds / 3600)} h"),
        _ => FormattableString.Invariant($"{Math.Round(seconds / 86400)} days"),
    };
}
