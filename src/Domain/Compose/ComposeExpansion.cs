namespace Sluice.Domain.Compose;

/// <summary>A tree with the values of its variables. Keys stay as they are, and extensions, which are read by others.</summary>
internal sealed class ComposeExpansion(IReadOnlyDictionary<string, string> values, ComposeReport report)
{
    /// <summary>All texts together: a short file with a long variable in it, often enough, would fill the memory.</summary>
    public const int LongestFile = 1_000_000;

    private int _length;

    public ComposeNode.Map Of(ComposeNode.Map root) => (ComposeNode.Map)Of(root, string.Empty);

    private ComposeNode Of(ComposeNode node, string path) => node switch
    {
        ComposeNode.Text text => Of(text, path),
        ComposeNode.List list => list with { Items = [.. list.Items.Select((item, i) => Of(item, ComposePath.Item(path, i)))] },
        ComposeNode.Map map => map with { Entries = [.. map.Entries.Select(entry => ComposePath.IsExtension(entry.Key) && entry.Key != ComposePath.Own && !ComposePath.HasOwnNames(path) ? entry : entry with { Value = Of(entry.Value, ComposePath.Key(path, entry.Key)) })] },
        _ => node,
    };

    private ComposeNode.Text Of(ComposeNode.Text text, string path)
    {
        try
        {
            var value = _length > LongestFile
                ? throw new FormatException($"With all its variables the file is longer than {LongestFile} characters.")
                : new ComposeVariables(values, name => report.Warn(path, text.At, $"{name} has no value and is taken as empty. Give it along with the file, or write ${{{name}:-default}}.")).Expand(text.Value);
            _length += value.Length;
            return text with { Value = value };
        }
        catch (FormatException ex)
        {
            report.Refuse(path, text.At, ex.Message);
            return text with { Value = string.Empty };
        }
    }
}

/// <summary>How places in the tree are written.</summary>
internal static class ComposePath
{
    /// <summary>Sluice's own extension of a service.</summary>
    public const string Own = "x-sluice";

    private static readonly string[] s_named = [".environment", ".labels", ".sysctls"];

    public static bool IsExtension(string key) => key.StartsWith("x-", StringComparison.Ordinal);

    /// <summary>What stands in this map are names that the user chose, whatever they begin with.</summary>
    public static bool HasOwnNames(string path) => s_named.Any(key => path.EndsWith(key, StringComparison.Ordinal));

    public static string Key(string path, string key) => path.Length == 0 ? Short(key) : $"{path}.{Short(key)}";

    public static string Item(string path, int index) => string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{path}[{index}]");

    /// <summary>A key may be as long as the file.</summary>
    private static string Short(string key) => key.Length <= 100 ? key : key[..99] + "…";
}
