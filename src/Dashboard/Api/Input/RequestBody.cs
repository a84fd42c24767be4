using System.Text.Json;
using Microsoft.AspNetCore.Http.Features;
using Sluice.Dashboard.Api.Problems;

namespace Sluice.Dashboard.Api.Input;

/// <summary>Reads a request's body into a <see cref="JsonInput"/>, or answers why it cannot be read.</summary>
internal static class RequestBody
{
    public const int Largest = 1024 * 1024;

    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };

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

    private static JsonElement Parse(byte[] bytes)
    {
        try
        {
            using var document = JsonDocument.Parse(bytes, s_strict);
            RequireText(document.RootElement);
            return document.RootElement.ValueKind == JsonValueKind.Object
                ? document.RootElement.Clone()
                : throw new ProblemException(Problem.Malformed($"The body is JSON, but {document.RootElement.ValueKind} where an object is expected."));
        }
        catch (JsonException ex)
        {
            throw new ProblemException(Problem.Malformed($"The body is not JSON: line {ex.LineNumber + 1}, byte {ex.BytePositionInLine + 1}."));
        }
        catch (InvalidOperationException)
        {
            throw new ProblemException(Problem.Malformed("A text in the body is not Unicode: half of a surrogate pair stands alone."));
        }
    }

    /// <summary>Half a surrogate pair passes the parser and fails at the first look: look now.</summary>
    private static void RequireText(JsonElement element)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                _ = element.GetString();
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    RequireText(item);
                }

                break;
            case JsonValueKind.Object:
                foreach (var field in element.EnumerateObject())
                {
                    _ = field.Name;
                    RequireText(field.Value);
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
