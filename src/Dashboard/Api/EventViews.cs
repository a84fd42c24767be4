using System.Text.Json;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Engine.Commands;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Api;

/// <summary>Events as stored, for the wire: kinds that nobody knows included.</summary>
internal static class EventViews
{
    public static EventView Of(RawEvent raw)
    {
        using var data = JsonDocument.Parse(raw.Data);
        return new(raw.Version, raw.At, raw.Type, data.RootElement.Clone());
    }

    public static EventView Of(VersionedEvent e)
    {
        var type = e.Event.GetType();
        return new(e.Version, e.At, EventNames.AliasOf(type), JsonSerializer.SerializeToElement(e.Event, type, EventJson.Options));
    }
}
