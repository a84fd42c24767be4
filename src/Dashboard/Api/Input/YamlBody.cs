using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Net.Http.Headers;
using Sluice.Dashboard.Api.Problems;
using Sluice.Engine.Yaml;

namespace Sluice.Dashboard.Api.Input;

/// <summary>A body in YAML, as the JSON that it stands for.</summary>
internal static class YamlBody
{
    public const string MediaType = "application/yaml";

    private const int Told = 5;

    // Names from before there was a registered one, which tools still send.
    private static readonly string[] s_names = [MediaType, "application/x-yaml", "text/yaml", "text/x-yaml"];
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public static bool IsYaml(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var kind) && s_names.Contains(kind.MediaType.Value, StringComparer.OrdinalIgnoreCase);

    /// <exception cref="ProblemException">It is not YAML, or not an object.</exception>
    public static JsonElement Parse(byte[] bytes)
    {
        var document = JsonOfYaml.Read(Decode(bytes));
        if (document.Mistakes.Count > 0)
        {
            throw Malformed(string.Join(' ', document.Mistakes.Take(Told).Select(one => string.Create(CultureInfo.InvariantCulture, $"Line {one.At.Line}, column {one.At.Column}: {one.Sentence}"))));
        }

        return document.Root is null or JsonObject
            ? JsonSerializer.SerializeToElement(document.Root ?? new JsonObject())
            : throw Malformed($"The body is YAML, but {document.Root.GetValueKind()} where an object is expected.");
    }

    private static string Decode(byte[] bytes)
    {
        try
        {
            return s_strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw Malformed("The body is not UTF-8.");
        }
    }

    private static ProblemException Malformed(string detail) => new(Problem.Malformed(detail));
}
