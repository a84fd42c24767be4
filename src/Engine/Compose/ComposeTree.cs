using System.Globalization;
using Sluice.Domain;
using Sluice.Domain.Compose;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sluice.Engine.Compose;

/// <summary>Builds the tree from the parser's events.</summary>
internal sealed class ComposeTree
{
    private const string MergeKey = "<<";
    private const string TextTag = "tag:yaml.org,2002:str";

    private readonly Dictionary<string, Built> _anchors = new(StringComparer.Ordinal);
    private readonly List<ComposeFinding> _mistakes = [];
    private int _read;

    public ValueList<ComposeFinding> Mistakes => [.. _mistakes];

    /// <param name="Size">Nodes with everything below, aliases written out.</param>
    /// <param name="Height">Levels below.</param>
    private sealed record Built(ComposeNode Node, int Size, int Height);

    /// <exception cref="YamlException">It is no YAML.</exception>
    /// <exception cref="ComposeTooLargeException">It is too much of it.</exception>
    public ComposeNode Read(IParser parser)
    {
        parser.Consume<StreamStart>();
        if (!parser.TryConsume<DocumentStart>(out _))
        {
            return new ComposeNode.Text(new(1, 1), string.Empty);
        }

        var root = Node(parser, depth: 0).Node;
        parser.Consume<DocumentEnd>();
        if (parser.TryConsume<DocumentStart>(out var second))
        {
            Refuse(PlaceOf(second.Start), "A second document begins here. Send one.");
        }

        return root;
    }

    public static TextPlace PlaceOf(Mark mark) => new((int)Math.Clamp(mark.Line, 1, int.MaxValue), (int)Math.Clamp(mark.Column, 1, int.MaxValue));

    private Built Node(IParser parser, int depth)
    {
        if (++_read > ComposeYaml.MostNodes)
        {
            throw TooMany(PlaceOf(parser.Current!.Start));
        }

        if (parser.TryConsume<AnchorAlias>(out var alias))
        {
            return Alias(alias, depth);
        }

        var start = parser.Consume<NodeEvent>();
        var at = PlaceOf(start.Start);
        CheckTag(start, at);
        if (start is Scalar { Value: var text } && text.Contains('\0', StringComparison.Ordinal))
        {
            Refuse(at, "A NUL character stands in this text. Leave it out: it cannot be stored.");
        }

        if (start is not Scalar && depth >= ComposeYaml.Deepest)
        {
            throw TooDeep(at);
        }

        var built = start switch
        {
            MappingStart => Map(parser, at, depth),
            SequenceStart => List(parser, at, depth),
            _ => new(new ComposeNode.Text(at, ((Scalar)start).Value, IsQuoted((Scalar)start)), 1, 0),
        };
        if (!start.Anchor.IsEmpty)
        {
            // Only now: what contains itself has no end.
            _anchors[start.Anchor.Value] = built;
        }

        return built.Size > ComposeYaml.MostNodes ? throw TooMany(at) : built;
    }

    /// <summary>A text, whatever it looks like.</summary>
    private static bool IsQuoted(Scalar text) => text.Style != ScalarStyle.Plain || (!text.Tag.IsEmpty && !text.Tag.IsNonSpecific && text.Tag.Value == TextTag);

    private Built Alias(AnchorAlias alias, int depth)
    {
        var at = PlaceOf(alias.Start);
        if (!_anchors.TryGetValue(alias.Value.Value, out var known))
        {
            Refuse(at, $"Nothing before it has the anchor &{Short(alias.Value.Value)}, or it is a part of what the anchor stands for.");
            return new(new ComposeNode.Text(at, string.Empty), 1, 0);
        }

        return depth + known.Height > ComposeYaml.Deepest ? throw TooDeep(at) : known;
    }

    private Built List(IParser parser, TextPlace at, int depth)
    {
        var (items, size, height) = (new List<ComposeNode>(), 1, 0);
        while (!parser.TryConsume<SequenceEnd>(out _))
        {
            Add(Node(parser, depth + 1), at, ref size, ref height);
        }

        return new(new ComposeNode.List(at, [.. items]), size, height + 1);

        void Add(Built item, TextPlace place, ref int sum, ref int most)
        {
            items.Add(item.Node);
            (sum, most) = (Sum(sum, item.Size, place), Math.Max(most, item.Height));
        }
    }

    private Built Map(IParser parser, TextPlace at, int depth)
    {
        var (entries, merged, size, height) = (new Dictionary<string, ComposeEntry>(StringComparer.Ordinal), new List<ComposeNode>(), 1, 0);
        while (!parser.TryConsume<MappingEnd>(out _))
        {
            var key = Node(parser, depth + 1).Node;
            var value = Node(parser, depth + 1);
            (size, height) = (Sum(size, value.Size, at), Math.Max(height, value.Height));
            if (key is not ComposeNode.Text name)
            {
                Refuse(key.At, "A key is a text.");
            }
            else if (name is { Value: MergeKey, IsQuoted: false })
            {
                merged.AddRange(value.Node is ComposeNode.List list ? list.Items : [value.Node]);
            }
            else if (!entries.TryAdd(name.Value, new(name.Value, name.At, value.Node)))
            {
                Refuse(name.At, $"The key {Short(name.Value)} stands here twice. Write it once.");
            }
        }

        return new(new ComposeNode.Map(at, [.. entries.Values, .. Merged(entries, merged)]), size, height + 1);
    }

    /// <summary>What is written here goes before what is merged in, and of that the first goes before the others.</summary>
    private List<ComposeEntry> Merged(Dictionary<string, ComposeEntry> own, List<ComposeNode> merged)
    {
        var (added, known) = (new List<ComposeEntry>(), own.Keys.ToHashSet(StringComparer.Ordinal));
        foreach (var node in merged)
        {
            if (node is ComposeNode.Map map)
            {
                added.AddRange(map.Entries.Where(entry => known.Add(entry.Key)));
            }
            else
            {
                Refuse(node.At, "Only a map can be merged in.");
            }
        }

        return added;
    }

    private void CheckTag(NodeEvent node, TextPlace at)
    {
        if (!node.Tag.IsEmpty && !node.Tag.IsNonSpecific && !node.Tag.Value.StartsWith("tag:yaml.org,2002:", StringComparison.Ordinal))
        {
            Refuse(at, $"The tag {Short(node.Tag.Value)} is not known. Files are not put together here: write what it comes to.");
        }
    }

    private static int Sum(int one, int other, TextPlace at) => one + other <= ComposeYaml.MostNodes ? one + other : throw TooMany(at);

    private void Refuse(TextPlace at, string sentence)
    {
        if (_mistakes.Count < 100)
        {
            _mistakes.Add(ComposeYaml.Mistake(at, sentence));
        }
    }

    private static ComposeTooLargeException TooMany(TextPlace at) =>
        new(at, string.Create(CultureInfo.InvariantCulture, $"With all aliases written out the file has more than {ComposeYaml.MostNodes} texts, lists and maps. Nobody needs so many to say what runs: leave some out."));

    private static ComposeTooLargeException TooDeep(TextPlace at) =>
        new(at, string.Create(CultureInfo.InvariantCulture, $"Lists and maps stand inside each other more than {ComposeYaml.Deepest} deep."));

    private static string Short(string text) => text.Length <= 60 ? text : text[..59] + "…";
}
