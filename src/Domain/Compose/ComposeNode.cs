using System.Runtime.InteropServices;

namespace Sluice.Domain.Compose;

/// <summary>Where something stands in a file; both count from 1.</summary>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TextPlace(int Line, int Column);

/// <summary>A Compose file as a tree, without anything of YAML: no aliases, no merge keys, each key once. Whoever makes it bounds its size and depth.</summary>
public abstract record ComposeNode(TextPlace At)
{
    /// <param name="IsQuoted">A quoted <c>null</c> is a word.</param>
    public sealed record Text(TextPlace At, string Value, bool IsQuoted = false) : ComposeNode(At);

    public sealed record List(TextPlace At, ValueList<ComposeNode> Items) : ComposeNode(At);

    public sealed record Map(TextPlace At, ValueList<ComposeEntry> Entries) : ComposeNode(At)
    {
        public ComposeEntry? Find(string key) => Entries.FirstOrDefault(entry => entry.Key == key);
    }

    /// <summary>Written, and without a value.</summary>
    public bool IsNothing => this is Text { IsQuoted: false, Value: "" or "~" or "null" or "Null" or "NULL" };

    /// <summary>What it is, in a word.</summary>
    public string Shape => this switch
    {
        Text when IsNothing => "nothing",
        Text => "a text",
        List => "a list",
        _ => "a map",
    };
}

/// <summary>One key of a map and what stands behind it.</summary>
public sealed record ComposeEntry(string Key, TextPlace At, ComposeNode Value);
