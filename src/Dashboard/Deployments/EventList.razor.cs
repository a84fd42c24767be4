using System.Text.Encodings.Web;
using System.Text.Json;
using Sluice.Domain;
using Sluice.Engine.Commands;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Deployments;

/// <summary>The whole history, newest first, as sentences; each event's stored form on demand.</summary>
public sealed partial class EventList
{
    private static readonly JsonSerializerOptions s_json = new(EventJson.Options) { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private List<EventRow> _rows = [];
    private long? _open;

    private int _count;

    protected override void OnParametersSet()
    {
        IReadOnlyList<VersionedEvent> shown = View.Since is { } since ? [.. View.Events.Where(e => e.Version > since)] : View.Events;
        (_rows, _count) = (EventRow.Of(shown), shown.Count);
    }

    private void Toggle(long version) => _open = _open == version ? null : version;

    private string HeadingOf(EventRow row) => row.Phase < 0 ? T["Events.Before"] : T["Events.Phase", row.Phase + 1];

    /// <summary>People's reasons; a policy's is in the sentence already.</summary>
    private string? ReasonOf(VersionedEvent e) =>
        e.Event.Origin is { By.Kind: ActorKind.Person, Reason: { Length: > 0 } reason } && !Sentences.Of(e.Event).Contains(reason, StringComparison.Ordinal)
            ? T["Events.Because", reason].Value
            : null;

    private string ActorOf(VersionedEvent e) => e.Event.Origin.By.Kind == ActorKind.Person ? e.Event.Origin.By.Name : T[$"Actor.{e.Event.Origin.By.Kind}"];

    private static string KindOf(VersionedEvent e) => Words.Of(e.Event.Origin.By.Kind);

    private static string Raw(VersionedEvent e) => JsonSerializer.Serialize(e.Event, e.Event.GetType(), s_json);
}
