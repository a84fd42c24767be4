using System.Text.Json;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Dashboard.Deployments;
using Sluice.Engine.Commands;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Api;

/// <summary>Events as stored, for the wire: kinds that nobody knows included.</summary>
internal static class EventViews
{
    public static EventView Of(RawEvent raw)
    {
        using var data = JsonDocument.Parse(raw.Data);
        return new(raw.Version, raw.At, raw.Type, StoredForm.Of(data.RootElement));
    }

    public static EventView Of(VersionedEvent e) => new(e.Version, e.At, EventNames.AliasOf(e.Event.GetType()), StoredForm.Of(e.Event));
}
