using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Components;
using Sluice.Domain;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Deployments;

/// <summary>The whole history, newest first, as sentences; each event's stored form on demand.</summary>
public sealed partial class EventList
{
    /// <summary>As many lines as fill the list. Older ones are drawn as they come into view.</summary>
    private const int FirstScreen = 16;

    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private List<EventRow> _rows = [];
    private List<EventRow> _older = [];
    private long? _open;
    private int _count;

    [Inject]
    private EventLines Lines { get; set; } = null!;

    protected override void OnParametersSet()
    {
        IReadOnlyList<VersionedEvent> shown = View.Since is { } since ? [.. View.Events.Where(e => e.Version > since)] : View.Events;
        (_rows, _count) = (EventRow.Of(shown), shown.Count);
        _older = [.. _rows.Skip(FirstScreen)];
    }

    private void Toggle(long version) => _open = _open == version ? null : version;

    private string HeadingOf(EventRow row) => row.Phase < 0 ? T["Events.Before"] : T["Events.Phase", row.Phase + 1];

    private static string KindOf(VersionedEvent e) => Words.Of(e.Event.Origin.By.Kind);

    private static string Raw(VersionedEvent e) => JsonSerializer.Serialize(StoredForm.Of(e.Event), s_json);
}
