using System.Globalization;

namespace Sluice.Domain.Analysis.CustomMetrics;

/// <summary>One line of an exposition.</summary>
public sealed record ExposedSample(string Name, ValueList<SeriesLabel> Labels, double Value);

/// <summary>What an instance answered: the samples of the series that were asked for. A text with any mistake is not read at all, because half a truth would be judged as the whole.</summary>
/// <remarks>The Prometheus text exposition format, version 0.0.4. Timestamps are checked and not used.</remarks>
public sealed record Exposition(ValueList<ExposedSample> Samples)
{
    private const int LongestFound = 60;

    /// <param name="names">Series that matter; the others are checked and left out.</param>
    /// <param name="mistake">What is wrong, as the end of a sentence; null when all is well.</param>
    public static Exposition? Read(string text, IReadOnlySet<string> names, out string? mistake)
    {
        var samples = new List<ExposedSample>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var number = 0;
        foreach (var range in text.AsSpan().Split('\n'))
        {
            number++;
            var line = text.AsSpan()[range];
            if (!TryRead(line, names, samples, seen, out var why))
            {
                mistake = string.Create(CultureInfo.InvariantCulture, $"line {number} {why}: {Short(line)}");
                return null;
            }
        }

        // A text that was cut off would lack its last line feed.
        mistake = text.Length > 0 && text[^1] != '\n' ? "the last line does not end" : null;
        return mistake is null ? new(samples.ToValueList()) : null;
    }

    private static bool TryRead(ReadOnlySpan<char> line, IReadOnlySet<string> names, List<ExposedSample> samples, HashSet<string> seen, out string why)
    {
        why = "is no sample";
        var rest = line;
        SeriesText.SkipBlanks(ref rest);
        if (rest.IsEmpty || rest[0] == '#')
        {
            return true;
        }

        if (!SeriesText.TryRead(ref rest, out var name, out var labels) || !TryReadValue(ref rest, out var value) || !EndsWell(rest))
        {
            return false;
        }

        if (!names.Contains(name))
        {
            return true;
        }

        why = "is there twice";
        samples.Add(new(name, labels, value));
        return seen.Add($"{name}\n{string.Join('\n', labels.OrderBy(label => label.Name, StringComparer.Ordinal).Select(label => $"{label.Name}\n{label.Value.Length}\n{label.Value}"))}");
    }

    private static bool TryReadValue(ref ReadOnlySpan<char> rest, out double value)
    {
        SeriesText.SkipBlanks(ref rest);
        var end = rest.IndexOfAny(' ', '\t');
        var word = end < 0 ? rest : rest[..end];
        rest = rest[word.Length..];
        return TryParse(word, out value);
    }

    internal static bool TryParse(ReadOnlySpan<char> word, out double value)
    {
        var unsigned = word.TrimStart("+-");
        if (unsigned.Equals("Inf", StringComparison.OrdinalIgnoreCase) && word.Length - unsigned.Length <= 1)
        {
            value = word[0] == '-' ? double.NegativeInfinity : double.PositiveInfinity;
            return true;
        }

        const NumberStyles Plain = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;
        return double.TryParse(word, Plain, CultureInfo.InvariantCulture, out value);
    }

    /// <summary>Nothing, or a timestamp in whole milliseconds.</summary>
    private static bool EndsWell(ReadOnlySpan<char> rest)
    {
        SeriesText.SkipBlanks(ref rest);
        var word = rest.TrimEnd(" \t");
        return word.IsEmpty || long.TryParse(word, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _);
    }

    private static string Short(ReadOnlySpan<char> line) => line.Length > LongestFound ? $"{line[..LongestFound]}…" : line.ToString();
}
