using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Sluice.Dashboard.NewDeployment;

/// <summary>The same order for a shell.</summary>
internal static class CurlCommand
{
    // Readable: the text goes into single quotes of a shell, not into a page.
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="origin">Scheme, host and port, with or without a slash at the end.</param>
    public static string Of(string origin, JsonObject body) =>
        $"""
        curl -X POST {origin.TrimEnd('/')}/api/deployments \
          -H "Authorization: Bearer $SLUICE_TOKEN" \
          -H "Content-Type: application/json" \
          -d '{body.ToJsonString(s_json).Replace("'", "'\\''", StringComparison.Ordinal)}'
        """;
}
