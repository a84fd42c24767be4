using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Sluice.Dashboard.Api.Problems;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads a request's body into a <see cref="JsonInput"/>, or answers why it cannot be read.</summary>
internal static class RequestBody
{
    public const int Largest = 1024 * 1024;

    private const int Deepest = 64;

    private static readonly JsonDocumentOptions s_options = new() { MaxDepth = Deepest };

    /// <summary>An empty body counts as an empty object.</summary>
    /// <exception cref="ProblemException">It is not JSON (400), too large (413) or of another kind (415).</exception>
    public static async Task<JsonInput> ReadAsync(HttpContext context, CancellationToken ct)
    {
        var bytes = await ReadBytesAsync(context, ct);
        if (bytes.Length > 0 && !context.Request.HasJsonContentType())
        {
            throw new ProblemException(Problem.UnsupportedMediaType(context.Request.ContentType));
        }

        return new JsonInput(Parse(bytes.Length > 0 ? bytes : "{}"u8.ToArray()), string.Empty, new InputErrors());
    }

    /// <summary>JSON, or YAML when the content type says so.</summary>
    public static async Task<JsonInput> ReadJsonOrYamlAsync(HttpContext context, CancellationToken ct) =>
        YamlBody.IsYaml(context.Request) ? new JsonInput(YamlBody.Parse(await ReadBytesAsync(context, ct)), string.Empty, new InputErrors()) : await ReadAsync(context, ct);

    /// <exception cref="ProblemException">It is not JSON, no object, or misleads: a field given twice, half a surrogate pair.</exception>
    public static JsonElement Parse(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, s_options);
            Require(document.RootElement, string.Empty);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new ProblemException(Problem.Malformed($"The body is JSON, but {document.RootElement.ValueKind} where an object is expected."));
        }
        catch (JsonException ex)
        {
            throw new ProblemException(Problem.Malformed($"The body is not JSON, or nested deeper than {Deepest} levels: line {ex.LineNumber + 1}, byte {ex.BytePositionInLine + 1}."));
        }
        catch (InvalidOperationException)
        {
            throw new ProblemException(Problem.Malformed("A text in the body is not Unicode: half of a surrogate pair stands alone."));
        }
    }

    /// <summary>What passes the parser and fails or misleads later: half a surrogate pair, and a field given twice, of which one would win.</summary>
    private static void Require(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var (index, item) in element.EnumerateArray().Index())
                {
                    Require(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{index}]"));
                }

                break;
            case JsonValueKind.Object:
                var names = new HashSet<string>(StringComparer.Ordinal);
                foreach (var field in element.EnumerateObject())
                {
                    var inner = path.Length == 0 ? field.Name : $"{path}.{field.Name}";
                    if (!names.Add(field.Name))
                    {
                        throw new ProblemException(Problem.Malformed($"The field {InputErrors.Short(inner)} is given twice: send it once."));
                    }

                    Require(field.Value, inner);
                }

                break;
        }
    }

    private static async Task<byte[]> ReadBytesAsync(HttpContext context, CancellationToken ct)
    {
        if (context.Request.ContentLength > Largest)
        {
            throw new ProblemException(Problem.TooLarge(Largest));
        }

        // The limit is kept here, so that the server's own does not answer in other words.
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = null;
        }

        using var read = new MemoryStream();
        var buffer = new byte[16 * 1024];
        int count;
        while ((count = await context.Request.Body.ReadAsync(buffer, ct)) > 0)
        {
            read.Write(buffer, 0, count);
            if (read.Length > Largest)
            {
                throw new ProblemException(Problem.TooLarge(Largest));
            }
        }

        return read.ToArray();
    }
}
