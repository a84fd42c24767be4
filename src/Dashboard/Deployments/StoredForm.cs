using System.Text.Json;
using System.Text.Json.Nodes;
using Sluice.Domain.Events;
using Sluice.Domain.Replay;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Deployments;

/// <summary>An event as it is stored, for readers. Values of a command's variables are not told: they may be secrets, whatever their names are.</summary>
internal static class StoredForm
{
    public static JsonElement Of(DomainEvent @event) => Of(JsonSerializer.SerializeToElement(@event, @event.GetType(), EventJson.Options));

    /// <param name="data">Of an event of any kind, known or not.</param>
    public static JsonElement Of(JsonElement data)
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
