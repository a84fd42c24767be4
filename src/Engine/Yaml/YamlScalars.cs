using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Sluice.Engine.Yaml;

/// <summary>What a word without quotes stands for, by the core schema of YAML 1.2: <c>yes</c> is a text, <c>0x1F</c> a number.</summary>
internal static partial class YamlScalars
{
    /// <summary>Null for a text: whatever is neither nothing, nor true or false, nor a number that JSON has.</summary>
    public static (JsonNode? Value, bool IsText) Read(string plain) => plain switch
    {
        "" or "~" or "null" or "Null" or "NULL" => (null, false),
        "true" or "True" or "TRUE" => (JsonValue.Create(true), false),
        "false" or "False" or "FALSE" => (JsonValue.Create(false), false),
        _ when Number(plain) is { } number => (number, false),
        _ => (JsonValue.Create(plain), true),
    };

    /// <summary>Words that another reader, of an older YAML, takes for something else.</summary>
    public static bool IsMistakable(string text) => !Read(text).IsText || OlderWords().IsMatch(text);

    private static JsonValue? Number(string plain)
    {
        if (WholeOfAnotherBase().Match(plain) is { Success: true } other)
        {
            var digits = other.Groups["digits"].Value;
            return digits.Length > 15 ? null : JsonValue.Create(Convert.ToInt64(digits, plain[1] == 'x' ? 16 : 8));
        }

        if (!Decimal().IsMatch(plain))
        {
            return null;
        }

        return decimal.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? JsonValue.Create(number)
            : double.TryParse(plain, NumberStyles.Float, CultureInfo.InvariantCulture, out var large) && double.IsFinite(large) ? JsonValue.Create(large)
            : null;
    }

    [GeneratedRegex("^0(x(?<digits>[0-9a-fA-F]+)|o(?<digits>[0-7]+))$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex WholeOfAnotherBase();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^(y|n|yes|no|on|off|<<|=|[-+]?\.(inf|nan)|[-+]?[0-9][0-9_:.,]*)$", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OlderWords();
}
