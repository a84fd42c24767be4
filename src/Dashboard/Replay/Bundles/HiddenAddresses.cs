using System.Globalization;
using System.Text.RegularExpressions;

namespace Sluice.Dashboard.Replay.Bundles;

/// <summary>
/// Puts "address-1.invalid", "address-2.invalid" in place of hosts, IP addresses and e-mail addresses: the same for the same one throughout, and still an address, so that what holds it can be read.
/// Safe for several threads.
/// </summary>
internal sealed partial class HiddenAddresses
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _aliases = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _given = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A field of a payload that is an address by its name.</summary>
    public static bool IsAddress(string field) => field is "host" or "address";

    /// <summary>An address by itself. What stands in another's place already stays.</summary>
    public string Whole(string address)
    {
        lock (_lock)
        {
            if (_given.Contains(address))
            {
                return address;
            }

            if (!_aliases.TryGetValue(address, out var alias))
            {
                alias = string.Create(CultureInfo.InvariantCulture, $"address-{_aliases.Count + 1}.invalid");
                _aliases.Add(address, alias);
                _given.Add(alias);
            }

            return alias;
        }
    }

    /// <summary>Text that may hold addresses. Ports stay.</summary>
    public string In(string text)
    {
        var hidden = Literal().Replace(Mail().Replace(Authority().Replace(text, OfMatch), OfMatch), OfMatch);
        foreach (var name in Names())
        {
            hidden = WholeWords.Replace(hidden, name, Whole(name));
        }

        return hidden;
    }

    private string OfMatch(Match match) => match.Groups["before"].Value + Whole(match.Groups["address"].Value);

    /// <summary>Those that are known from addresses and could stand in a sentence too; the longest first, as one may be part of another.</summary>
    private List<string> Names()
    {
        lock (_lock)
        {
            return [.. _aliases.Keys.Where(name => name.Contains('.', StringComparison.Ordinal)).OrderByDescending(name => name.Length)];
        }
    }

    [GeneratedRegex(@"(?<before>\b[a-z][a-z0-9+.-]*://([^\s/@?#""']*@)?)(?<address>\[[0-9a-f:.]+\]|[^\s/:?#""'<>()\[\]@]+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Authority();

    [GeneratedRegex(@"(?<!//)(?<![\w.%+-])(?<address>[a-z0-9][a-z0-9._%+-]*@[a-z0-9-]+(\.[a-z0-9-]+)+)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Mail();

    [GeneratedRegex(@"(?<![\w.])(?<address>\d{1,3}(\.\d{1,3}){3}|\[[0-9a-f]*:[0-9a-f:.]+\])(?![\w.]*\w)", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Literal();
}
