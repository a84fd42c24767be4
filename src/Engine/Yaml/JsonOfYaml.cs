using System.Globalization;
using System.Text.Json.Nodes;
using Sluice.Domain;
using Sluice.Domain.Compose;
using Sluice.Engine.Compose;

namespace Sluice.Engine.Yaml;

/// <summary>YAML as the JSON that it stands for.</summary>
/// <param name="Root">Null when it cannot be read; then there is a mistake that says why.</param>
/// <param name="Places">Where each value stands, by its path such as <c>plan.phases[0].share</c>.</param>
public sealed record YamlDocument(JsonNode? Root, IReadOnlyDictionary<string, TextPlace> Places, ValueList<YamlMistake> Mistakes);

/// <summary>Why a text is no YAML, or not all of it can be taken.</summary>
public sealed record YamlMistake(TextPlace At, string Sentence);

/// <summary>Reads YAML within the bounds of <see cref="ComposeYaml"/>, and bounded once more in what all texts come to when aliases are written out.</summary>
public static class JsonOfYaml
{
    public const int MostWritten = 1024 * 1024;

    public static YamlDocument Read(string text)
    {
        var (root, found) = ComposeYaml.Read(text);
        if (root is null || found.Count > 0)
        {
            return new(Root: null, new Dictionary<string, TextPlace>(StringComparer.Ordinal), [.. found.Select(one => new YamlMistake(one.At, one.Sentence))]);
        }

        var reading = new Reading();
        var json = reading.Node(root, string.Empty);
        return reading.Written > MostWritten
            ? new(Root: null, reading.Places, [new(new(1, 1), string.Create(CultureInfo.InvariantCulture, $"With all aliases written out the text has more than {MostWritten} characters."))])
            : new(json, reading.Places, []);
    }

    private sealed class Reading
    {
        public Dictionary<string, TextPlace> Places { get; } = new(StringComparer.Ordinal);

        /// <summary>Characters of all texts and paths; nothing more is made once there are too many.</summary>
        public long Written { get; private set; }

        public JsonNode? Node(ComposeNode node, string path)
        {
            Written += path.Length + (node is ComposeNode.Text said ? said.Value.Length : 0);
            if (Written > MostWritten)
            {
                return null;
            }

            Places[path] = node.At;
            switch (node)
            {
                case ComposeNode.Map map:
                    var json = new JsonObject();
                    foreach (var entry in map.Entries)
                    {
                        json[entry.Key] = Node(entry.Value, path.Length == 0 ? entry.Key : $"{path}.{entry.Key}");
                    }

                    return json;
                case ComposeNode.List list:
                    return new JsonArray([.. list.Items.Select((item, i) => Node(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]")))]);
                default:
                    var text = (ComposeNode.Text)node;
                    return text.IsQuoted ? JsonValue.Create(text.Value) : YamlScalars.Read(text.Value).Value;
            }
        }
    }
}
