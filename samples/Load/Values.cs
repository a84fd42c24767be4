using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Load;

/// <summary>From text to values; null if the text is none.</summary>
internal static partial class Values
{
    public static Uri? Address(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" ? uri : null;

    public static string? Host(string text) =>
        Uri.TryCreate($"http://{text}/", UriKind.Absolute, out var uri) && uri.AbsolutePath is "/" && uri.Host.Length > 0 ? text : null;

    public static double? Number(string text, double above, double most) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && value > above && value <= most ? value : null;

    public static int? Whole(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var value) && value >= least && value <= most ? value : null;

    /// <summary>Times like <c>250ms</c>, <c>30s</c>, <c>5m</c>, <c>1h30m</c>; also a plain <c>0</c>.</summary>
    public static TimeSpan? Time(string text)
    {
        if (string.Equals(text, "0", StringComparison.Ordinal))
        {
            return TimeSpan.Zero;
        }

        var match = TimePattern().Match(text);
        return match.Success && text.Length > 0
            ? new TimeSpan(days: 0, Part("h"), Part("m"), Part("s"), Part("ms"))
            : null;

        int Part(string unit) => match.Groups[unit] is { Success: true } part ? int.Parse(part.ValueSpan, CultureInfo.InvariantCulture) : 0;
    }

    public static TimeSpan? TimeAboveZero(string text) => Time(text) is { Ticks: > 0 } time ? time : null;

    [GeneratedRegex("^((?<h>[0-9]{1,6})h)?((?<m>[0-9]{1,6})m)?((?<s>[0-9]{1,6})s)?((?<ms>[0-9]{1,6})ms)?$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex TimePattern();
}
