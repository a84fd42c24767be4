using System.Globalization;
using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Sluice.Domain.Services;

namespace Sluice.Dashboard.Replay.Bundles;

/// <summary>
/// Puts "address-1.invalid", "address-2.invalid" in place of hosts, IP addresses and e-mail addresses: the same for the same one throughout, and still an address, so that what holds it can be read.
/// What may be an address is taken for one: better a word too few than a host too many. Safe for several threads.
/// </summary>
internal sealed class HiddenAddresses
{
    /// <summary>Of how many words a name is looked for at most, where it stands by itself in text.</summary>
    private const int MostWords = 12;

    /// <summary>Between a port of the host and the one that it leads to, in <see cref="Domain.Snapshots.SnapshotInstance.Ports"/>.</summary>
    private const string Leads = " → ";

    private readonly Lock _lock = new();
    private readonly Dictionary<string, string> _aliases = new(StringComparer.OrdinalIgnoreCase);
    private readonly HashSet<string> _given = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>A field of a payload, by what its name says of it.</summary>
    /// <param name="isProse">It is text for people, in which a host without dots may stand too.</param>
    public string Field(string field, string value, bool isProse) => field switch
    {
        "host" or "address" => Whole(value),
        "image" or "digest" when ImageReference.IsValid(value) => Image(value),
        "ports" when value.Split(Leads) is [var host, var inside] && host.LastIndexOf(':') is > 0 and var colon => Whole(host[..colon]) + host[colon..] + Leads + inside,
        "source" => In(AddressPatterns.MountSource().Replace(value, match => match.Groups["before"].Value + Whole(match.Groups["address"].Value)), isProse),
        "title" or "version" or "notes" => In(value, isProse, mayBeVersion: true),
        _ => In(value, isProse),
    };

    /// <summary>An address by itself. Its port stays; what stands in another's place already stays too.</summary>
    public string Whole(string address)
    {
        if (address == "*" || address.TrimStart(':').All(char.IsAsciiDigit))
        {
            return address;
        }

        if (AddressPatterns.WholeForm().Match(address) is { Success: true } match)
        {
            return Alias(match.Groups["address"].Value) + match.Groups["rest"].Value;
        }

        var hidden = In(address);
        return hidden == address ? Alias(address) : hidden;
    }

    /// <summary>Text that may hold addresses. Ports stay.</summary>
    /// <param name="mayBeVersion">Four numbers are rather a version than an address.</param>
    public string In(string text, bool isProse = true, bool mayBeVersion = false) => Known(AddressPatterns.Any().Replace(text, match => OfMatch(text, match, mayBeVersion)), isProse);

    private string OfMatch(string text, Match match, bool mayBeVersion)
    {
        var found = match.Groups["address"].Value;
        if (match.Groups["hosts"] is { Success: true, Value: var hosts })
        {
            return match.Groups["before"].Value + string.Join(',', hosts.Split(',').Select(Whole));
        }

        return match.Groups["six"].Success ? Six(match.Value)
            : match.Groups["quad"].Success && (!IPAddress.TryParse(match.Value, out var quad) || IsVersion(text, match, quad, mayBeVersion)) ? match.Value
            : match.Groups["quad"].Success ? Alias(match.Value)
            : Alias(found);
    }

    /// <summary>Without brackets a port cannot be told from the last group, unless there is one group too many.</summary>
    private string Six(string text)
    {
        for (var end = text.Length; end > 1; end = text.LastIndexOf(':', end - 1))
        {
            if (IPAddress.TryParse(text.AsSpan(0, end), out _) && text.AsSpan(0, end).ContainsAnyExcept(':'))
            {
                return Alias(text[..end]) + text[end..];
            }

            if (end < text.Length)
            {
                break;
            }
        }

        return text;
    }

    private static bool IsVersion(string text, Match quad, IPAddress address, bool mayBeVersion)
    {
        var before = text.AsSpan(0, quad.Index);
        var after = text.AsSpan(quad.Index + quad.Length);
        var isTag = before is [.., var name, ':'] && char.IsLetterOrDigit(name);
        var hasPort = after is [':', var digit, ..] && char.IsAsciiDigit(digit);
        return (mayBeVersion || isTag || before.EndsWith("version ", StringComparison.OrdinalIgnoreCase)) && !hasPort && !IsPrivate(address.GetAddressBytes());
    }

    private static bool IsPrivate(byte[] address) =>
        address is [0 or 10 or 127, ..] or [192, 168, ..] or [169, 254, ..] or [172, >= 16 and <= 31, ..] or [100, >= 64 and <= 127, ..];

    private string Image(string image) => ImageReference.RegistryOf(image) is var registry && image.StartsWith(registry + '/', StringComparison.Ordinal)
        ? Whole(registry) + image[registry.Length..]
        : image;

    private string Alias(string address)
    {
        var name = address.Trim('[', ']').TrimEnd('.');
        if (name.Contains(':', StringComparison.Ordinal) && IPAddress.TryParse(name, out var six))
        {
            name = six.ToString();
        }

        lock (_lock)
        {
            if (_given.Contains(name))
            {
                return address;
            }

            if (!_aliases.TryGetValue(name, out var alias))
            {
                alias = string.Create(CultureInfo.InvariantCulture, $"address-{_aliases.Count + 1}.invalid");
                _aliases.Add(name, alias);
                _given.Add(alias);
            }

            return address.EndsWith('.') ? alias + '.' : alias;
        }
    }

    /// <summary>Those that are known from elsewhere and stand in the text by themselves. Every word is looked up once for each length: how many are known makes no difference.</summary>
    private string Known(string text, bool isProse)
    {
        var hidden = new StringBuilder(text.Length);
        var copied = 0;
        lock (_lock)
        {
            if (_aliases.Count == 0)
            {
                return text;
            }

            var words = AddressPatterns.Word().Matches(text);
            for (var i = 0; i < words.Count; i++)
            {
                if (Longest(text, words, i, isProse) is (var last, var alias))
                {
                    hidden.Append(text, copied, words[i].Index - copied).Append(alias);
                    copied = End(words[last]);
                    i = last;
                }
            }
        }

        return copied == 0 ? text : hidden.Append(text, copied, text.Length - copied).ToString();
    }

    private (int Last, string Alias)? Longest(string text, MatchCollection words, int first, bool isProse)
    {
        (int, string)? found = null;
        for (var last = first; last < words.Count && last - first < MostWords; last++)
        {
            if (last > first && !(words[last].Index == End(words[last - 1]) + 1 && IsJoint(text[words[last].Index - 1])))
            {
                break;
            }

            var name = text[words[first].Index..End(words[last])];
            if (_aliases.TryGetValue(name, out var alias) && (name.Contains('.', StringComparison.Ordinal) || StandsAlone(text, words[first].Index, End(words[last]), isProse)))
            {
                found = (last, alias);
            }
        }

        return found;
    }

    /// <summary>A name without dots is a host only where hosts stand: <c>shop</c> is none in <c>shop-2</c>.</summary>
    private static bool StandsAlone(string text, int from, int to, bool isProse)
    {
        var isPart = (from > 0 && IsJoint(text[from - 1])) || (to + 1 < text.Length && IsJoint(text[to]) && char.IsLetterOrDigit(text[to + 1]));
        var hasPort = to + 1 < text.Length && text[to] == ':' && char.IsAsciiDigit(text[to + 1]);
        return !isPart && (isProse || hasPort);
    }

    private static bool IsJoint(char c) => c is '.' or '-' or '_';

    private static int End(Match word) => word.Index + word.Length;
}
