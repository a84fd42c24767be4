using System.Text.Json;
using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Replay;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Replay;

/// <summary>What follows from a whole record, worked out when it is first asked for and then shared by all who look at it.</summary>
internal sealed class ReplayFindings(ReplayRecord record)
{
    private readonly (int Events, object Intervals, object Hours) _of = (record.History.Events.Count, record.Intervals, record.Hours);
    private readonly Lazy<ValueList<Milestone>> _milestones = new(() => record.History.Last is { } last ? Domain.Replay.Milestones.Of(last.Spec, record.History.Events, record.Intervals) : []);
    private readonly Lazy<TimelineView> _folded = new(() => TimelineView.Of(record, folds: true));
    private readonly Lazy<TimelineView> _plain = new(() => TimelineView.Of(record, folds: false));
    private readonly Lazy<IReadOnlyList<Note>> _notes = new(() => Domain.Replay.Notes.Of(record.History.Events.Where(e => e.Event is not null).Select(e => (e.Version, e.Event!))));
    private readonly Lazy<(IReadOnlyList<VersionedEvent>, List<(string, int)>)> _then = new(() => LettersOf(record.Recorded));
    private readonly Lazy<(IReadOnlyList<VersionedEvent>, List<(string, int)>)> _now = new(() => LettersOf(record.Happened));
    private byte[]? _series;

    public ValueList<Milestone> Milestones => _milestones.Value;

    /// <summary>The notes as they stand at the end.</summary>
    public IReadOnlyList<Note> Notes => _notes.Value;

    /// <summary>The record has not grown since.</summary>
    public bool IsOf(ReplayRecord other) => _of == (other.History.Events.Count, other.Intervals, other.Hours);

    public TimelineView Timeline(bool folds) => (folds ? _folded : _plain).Value;

    /// <summary>The letters above the charts, and the events that they point into: as they were recorded, or as they happened.</summary>
    public (IReadOnlyList<VersionedEvent> Events, List<(string Letter, int Index)> Letters) Letters(ReplayClock clock) => (clock == ReplayClock.Then ? _then : _now).Value;

    /// <summary>The charts' columns as JSON, UTF-8.</summary>
    public byte[] Series(JsonSerializerOptions json) => _series ??= JsonSerializer.SerializeToUtf8Bytes(ReviewSeries.Of(record), json);

    private static (IReadOnlyList<VersionedEvent>, List<(string, int)>) LettersOf(IReadOnlyList<VersionedEvent> events) => (events, Markers.Find(events));
}
