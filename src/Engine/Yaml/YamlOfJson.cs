using System.Text.Json;
using System.Text.Json.Nodes;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace Sluice.Engine.Yaml;

/// <summary>Writes JSON as YAML that reads back as the same JSON: blocks, and quotes only where a word would mean something else.</summary>
public static class YamlOfJson
{
    private static readonly EmitterSettings s_settings = new(bestIndent: 2, bestWidth: int.MaxValue, isCanonical: false, maxSimpleKeyLength: 1024, skipAnchorName: true, indentSequences: true, newLine: "\n");

    public static string Write(JsonObject root)
    {
        using var text = new StringWriter();
        var emitter = new Emitter(text, s_settings);
        emitter.Emit(new StreamStart());
        emitter.Emit(new DocumentStart(version: null, tags: null, isImplicit: true));
        Write(emitter, root);
        emitter.Emit(new DocumentEnd(isImplicit: true));
        emitter.Emit(new StreamEnd());
        return text.ToString();
    }

    private static void Write(Emitter emitter, JsonNode? node)
    {
        switch (node)
        {
            case JsonObject map:
                emitter.Emit(new MappingStart(AnchorName.Empty, TagName.Empty, isImplicit: true, map.Count == 0 ? MappingStyle.Flow : MappingStyle.Block));
                foreach (var (name, value) in map)
                {
                    Write(emitter, name, isKey: true);
                    Write(emitter, value);
                }

                emitter.Emit(new MappingEnd());
                break;
            case JsonArray list:
                emitter.Emit(new SequenceStart(AnchorName.Empty, TagName.Empty, isImplicit: true, list.Count == 0 ? SequenceStyle.Flow : SequenceStyle.Block));
                foreach (var item in list)
                {
                    Write(emitter, item);
                }

                emitter.Emit(new SequenceEnd());
                break;
            case JsonValue value when value.GetValueKind() == JsonValueKind.String:
                Write(emitter, value.GetValue<string>(), isKey: false);
                break;
            default:
                emitter.Emit(new Scalar(node?.ToJsonString() ?? "null"));
                break;
        }
    }

    private static void Write(Emitter emitter, string text, bool isKey) =>
        emitter.Emit(new Scalar(AnchorName.Empty, TagName.Empty, text, StyleOf(text, isKey), isPlainImplicit: true, isQuotedImplicit: true));

    private static ScalarStyle StyleOf(string text, bool isKey) =>
        !isKey && IsPlainBlock(text) ? ScalarStyle.Literal
        : YamlScalars.IsMistakable(text) || text.Any(NeedsEscape) || text != text.Trim() ? ScalarStyle.DoubleQuoted
        : ScalarStyle.Plain;

    /// <summary>Lines that stand in a file as they are: nothing at their ends that an editor takes away.</summary>
    private static bool IsPlainBlock(string text) =>
        text.Contains('\n', StringComparison.Ordinal) && !text.Any(c => c != '\n' && NeedsEscape(c)) && Array.TrueForAll(text.Split('\n'), line => line.Length > 0 && line == line.Trim());

    // Surrogates too: escaped, they survive every editor and pipe.
    private static bool NeedsEscape(char c) => char.IsControl(c) || char.IsSurrogate(c) || c is '\u2028' or '\u2029' or '\uFEFF' or '\u0085' or '\u00A0';
}
