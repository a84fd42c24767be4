using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain.Replay;
using Sluice.Engine.Commands;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Api;

/// <summary>Events as stored, for the wire: kinds that nobody knows included. Values of a command's variables are not told.</summary>
internal static class EventViews
{
    public static EventView Of(RawEvent raw)
    {
        using var data = JsonDocument.Parse(raw.Data);
        return new(raw.Version, raw.At, raw.Type, Shown(data.RootElement));
    }

    public static EventView Of(VersionedEvent e)
    {
        var type = e.Event.GetType();
        return new(e.Version, e.At, EventNames.AliasOf(type), Shown(JsonSerializer.SerializeToElement(e.Event, type, EventJson.Options)));
    }

    /// <summary>They may be secrets, whatever their names are.</summary>
    private static JsonElement Shown(JsonElement data)
    {
        if (!HasCheck(data))
        {
            return data.Clone();
        }

        var node = JsonObject.Create(data.Clone())!;
        foreach (var variable in node["spec"]!["plan"]!["previewCheck"]!["env"] as JsonArray ?? [])
        {
            variable!["value"] = Masking.Mask;
        }

        return JsonSerializer.SerializeToElement(node);
    }

    private static bool HasCheck(JsonElement data) => Find(Find(Find(data, "spec"), "plan"), "previewCheck") is { ValueKind: JsonValueKind.Object };

    private static JsonElement? Find(JsonElement? data, string name) => data is { ValueKind: JsonValueKind.Object } found && found.TryGetProperty(name, out var value) ? value : null;
}
