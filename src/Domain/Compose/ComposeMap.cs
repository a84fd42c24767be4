using System.Globalization;
using System.Runtime.InteropServices;
using Sluice.Domain.Validation;

namespace Sluice.Domain.Compose;

/// <summary>A value with its place: for sentences about it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ComposeValue<T>(T Value, string Path, TextPlace At);

/// <summary>Reads one map of a file key by key. What is of another kind is refused and counts as not given.</summary>
internal sealed class ComposeMap(ComposeNode.Map node, string path, ComposeReport report)
{
    public static ComposeMap Empty(ComposeReport report) => new(new(default, []), string.Empty, report);

    public ComposeReport Report => report;

    public IEnumerable<string> Keys => node.Entries.Select(entry => entry.Key).Where(key => !ComposePath.IsExtension(key));

    public string PathOf(string key) => ComposePath.Key(path, key);

    public TextPlace PlaceOf(string key) => node.Find(key)?.At ?? node.At;

    public bool Has(string key) => Find(key) is not null;

    /// <summary>Null for a key without a value.</summary>
    public ComposeNode? Find(string key) => node.Find(key)?.Value is { IsNothing: false } value ? value : null;

    public ComposeValue<string>? Text(string key, string remedy = "a text") => Find(key) switch
    {
        null => null,
        ComposeNode.Text text => new(text.Value, PathOf(key), text.At),
        var other => Wrong<ComposeValue<string>?>(key, other, remedy),
    };

    public ComposeMap? Map(string key) => Find(key) switch
    {
        null => null,
        ComposeNode.Map map => new(map, PathOf(key), report),
        var other => Wrong<ComposeMap?>(key, other, "a map"),
    };

    /// <summary>A list, or one item in the place of a list of one.</summary>
    public IReadOnlyList<ComposeValue<ComposeNode>> Items(string key, bool orOne = false) => Find(key) switch
    {
        null => [],
        ComposeNode.List list => [.. list.Items.Select((item, i) => new ComposeValue<ComposeNode>(item, ComposePath.Item(PathOf(key), i), item.At))],
        ComposeNode.Text text when orOne => [new(text, PathOf(key), text.At)],
        var other => Wrong(key, other, "a list", Array.Empty<ComposeValue<ComposeNode>>()),
    };

    public IReadOnlyList<ComposeValue<string>> Texts(string key, bool orOne = false)
    {
        var texts = new List<ComposeValue<string>>();
        foreach (var item in Items(key, orOne))
        {
            if (item.Value is ComposeNode.Text { IsNothing: false } text)
            {
                texts.Add(new(text.Value, item.Path, item.At));
            }
            else
            {
                report.Refuse(item.Path, item.At, $"Found {item.Value.Shape}; a text is expected.");
            }
        }

        return texts;
    }

    /// <summary>A list of words, or a line that is taken apart. A value without anything is an empty list.</summary>
    public ValueList<string>? Words(string key)
    {
        switch (node.Find(key)?.Value)
        {
            case null or { IsNothing: true }:
                return null;
            case ComposeNode.Text line:
                if (ShellWords.Split(line.Value) is { } words)
                {
                    return words;
                }

                report.Refuse(PathOf(key), line.At, "A quote is never closed. Close it, or write a list of words.");
                return null;
            default:
                return Texts(key).Select(text => text.Value).ToValueList();
        }
    }

    /// <summary>In Compose a list of nothing empties what the image says; an engine takes it as not said at all.</summary>
    public ValueList<string>? SomeWords(string key)
    {
        var words = Words(key);
        if (words is not { Count: 0 })
        {
            return words;
        }

        Refuse(key, "Nothing cannot take the place of what the image says: an engine would take the image's own. Leave the key away, or write the words.");
        return null;
    }

    public TimeSpan? Duration(string key) => Read(key, Durations.Remedy, (string text, out TimeSpan duration) => Durations.TryParse(text, out duration));

    public long? Bytes(string key) => Read(key, ComposeSizes.Remedy, (string text, out long bytes) => ComposeSizes.TryParse(text, out bytes));

    public int? Whole(string key) => Read(key, "a whole number", (string text, out int number) => int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out number));

    public decimal? Number(string key) => Read(key, "a number such as 0.5", (string text, out decimal number) => decimal.TryParse(text, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out number));

    public bool? Flag(string key) => Read(key, "true or false", (string text, out bool flag) => (flag = text is "true" or "True" or "yes" or "on") || text is "false" or "False" or "no" or "off");

    /// <summary>One of some words.</summary>
    public string? Word(string key, params ReadOnlySpan<string> words)
    {
        if (Text(key) is not { } found)
        {
            return null;
        }

        if (words.Contains(found.Value))
        {
            return found.Value;
        }

        report.Refuse(found.Path, found.At, $"Found {Shown(found.Value)}; expected {string.Join(", ", words.ToArray())}.");
        return null;
    }

    public void Refuse(string key, string sentence) => report.Refuse(PathOf(key), PlaceOf(key), sentence);

    public void Say(string key, ComposeTreatment treatment, string sentence) => report.Say(PathOf(key), PlaceOf(key), treatment, sentence);

    public static string Shown(string text) => text.Length == 0 ? "nothing" : text.Length <= 60 ? $"\"{text}\"" : $"\"{text[..59]}…\"";

    private delegate bool TryRead<T>(string text, out T value);

    private T? Read<T>(string key, string remedy, TryRead<T> read)
        where T : struct
    {
        if (Text(key, remedy) is not { } text)
        {
            return null;
        }

        if (read(text.Value.Trim(), out var value))
        {
            return value;
        }

        report.Refuse(text.Path, text.At, $"Found {Shown(text.Value)}; expected {remedy}.");
        return null;
    }

    private T Wrong<T>(string key, ComposeNode found, string remedy, T nothing = default!)
    {
        report.Refuse(PathOf(key), found.At, $"Found {found.Shape}; expected {remedy}.");
        return nothing;
    }
}
