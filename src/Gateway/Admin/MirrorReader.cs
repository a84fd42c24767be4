using System.Text.Json;
using Sluice.Gateway.Contract;

namespace Sluice.Gateway.Admin;

/// <summary>Reads what of a route's requests is copied, and where to.</summary>
internal static class MirrorReader
{
    private static readonly GatewayMirror s_usual = new("", 0);

    public static GatewayMirror Read(JsonElement element, string path, List<GatewayMistake> mistakes)
    {
        var fields = new JsonFields(element, path, mistakes, "to", "share", "unsafeMethods", "maxBodyBytes", "timeoutMs");
        return new(fields.Text("to"), (int)fields.Number("share", 1, 1000))
        {
            UnsafeMethods = fields.Flag("unsafeMethods", otherwise: false),
            MaxBodyBytes = (int)fields.Number("maxBodyBytes", 0, GatewayMirror.LargestBody, otherwise: s_usual.MaxBodyBytes),
            TimeoutMs = (int)fields.Number("timeoutMs", 1, 600_000, otherwise: s_usual.TimeoutMs),
        };
    }
}
