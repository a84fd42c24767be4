using System.Globalization;
using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Analysis.Ledgers;
using Sluice.Domain.Deployments;
using Sluice.Domain.Replay;
using Sluice.Domain.Services;
using Sluice.Engine.Commands;

namespace Sluice.Dashboard.Replay;

/// <summary>What was recorded of one deployment, and its states. Grows while windows are read.</summary>
public sealed class ReplayRecord(TenantId tenant, DeploymentId id)
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);
    private readonly List<VersionedEvent> _known = [];
    private VersionedEvent[]? _array;
    private (DateTimeOffset At, VersionedEvent Event)[] _byTime = [];
    private VersionedEvent[] _happened = [];
    private ReplayFindings? _findings;
    private int _seen;

    public TenantId Tenant => tenant;

    public DeploymentId Id => id;

    /// <summary>It came out of a file: its service and its people are not this system's.</summary>
    public bool IsForeign { get; init; }

    /// <summary>What is taken out of each payload before it is understood; null for nothing.</summary>
    public Func<string, string>? Redaction { get; init; }

    public FoldHistory<Deployment, DeploymentEvent> History { get; private init; } = new(Deployment.Evolve);

    public FoldHistory<Service, ServiceEvent> Services { get; private init; } = new(Service.Evolve);

    /// <summary>What was measured, in order of time; empty when nothing is kept.</summary>
    public IReadOnlyList<Interval> Intervals { get; set; } = [];

    /// <summary>By hour and phase, what is left of intervals past their time, in order of time; none of them counts as an interval.</summary>
    public IReadOnlyList<Interval> Hours { get; set; } = [];

    /// <summary>The hours up to the first interval that is still there.</summary>
    public IEnumerable<Interval> HoursShown => Hours.TakeWhile(hour => Intervals.FirstOrDefault(one => one.Phase != Interval.BeforeTheCanary) is not { } first || hour.From < first.From);

    /// <summary>Some intervals were stored more than an interval after their end: nobody could see them in time.</summary>
    public bool HasLate => Intervals.Any(interval => interval.RecordedAt > interval.To + interval.Length + s_patience);

    internal ReplayFindings Findings => _findings is { } known && known.IsOf(this) ? known : _findings = new(this);

    /// <summary>What the live page would have shown after an event.</summary>
    /// <param name="index">Of the event, from 0.</param>
    /// <returns>Null where nothing could be folded yet.</returns>
    public DeploymentSnapshot? At(int index) => At(index, History.At, Services.At);

    /// <inheritdoc cref="At(int)"/>
    internal DeploymentSnapshot? At(int index, Func<int, Deployment?> states, Func<int, Service?> services)
    {
        if (index < 0 || states(index + 1) is not { } state)
        {
            return null;
        }

        var at = History.Events[index].RecordedAt;
        var service = services(Services.Events.Count(e => e.RecordedAt <= at)) ?? Services.Last;
        return service?.Environment(state.Spec.Environment) is { } place
            ? new(state, History.Events[index].Version, service, place, Status: null, KnownUpTo(History.Events[index].Version)) { AsOf = InstantOf(index), IsForeign = IsForeign }
            : null;
    }

    /// <summary>When it happened; when it was recorded, for what cannot be read.</summary>
    public DateTimeOffset InstantOf(int index) => History.Events[index] is var e && e.Event is { } known ? known.Origin.At : e.RecordedAt;

    /// <summary>Everything that can be read, as it was recorded.</summary>
    internal IReadOnlyList<VersionedEvent> Recorded => KnownUpTo(History.LastVersion);

    /// <summary>Everything that can be read, as it happened, whenever it was recorded. A note counts from what it is about.</summary>
    internal IReadOnlyList<VersionedEvent> Happened
    {
        get
        {
            var all = KnownUpTo(History.LastVersion);
            if (_byTime.Length != all.Count)
            {
                _byTime = [.. all.Select(e => (At: InstantOf(e), Event: e)).OrderBy(e => e.At).ThenBy(e => e.Event.Version)];
                _happened = [.. _byTime.Select(e => e.Event)];
            }

            return _happened;
        }
    }

    /// <summary>How many of those that were recorded were so with an event.</summary>
    internal int CountRecorded(int index) => KnownUpTo(History.Events[index].Version).Count;

    /// <summary>How many of those that happened had by an instant.</summary>
    internal int CountHappened(ReplayInstant instant)
    {
        var (low, high) = (0, Happened.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _byTime[middle].At <= instant.At ? (middle + 1, high) : (low, middle);
        }

        return low;
    }

    /// <summary>The same record, to be added to.</summary>
    public ReplayRecord Copy() => new(tenant, id) { IsForeign = IsForeign, Redaction = Redaction, History = History.Copy(), Services = Services.Copy(), Intervals = Intervals, Hours = Hours };

    /// <summary>The notes as they stand, by what they are about.</summary>
    public IReadOnlyList<Note> NotesIn() =>
        [.. Findings.Notes.OrderBy(note => InstantOf(note.About) ?? note.At)];

    /// <summary>What a note is about.</summary>
    public DateTimeOffset? InstantOf(NoteAnchor? about) => about switch
    {
        { From: { } from } => from,
        { Event: { } version } when History.CountAt(version) is > 0 and var count => InstantOf(count - 1),
        _ => null,
    };

    /// <summary>The event that a note leads to: the one that it is about, or the last before the time that it is about; null for one about all.</summary>
    public long? VersionOf(Note note) => note.About switch
    {
        { Event: { } version } => version,
        { From: { } from } => History.Events.LastOrDefault(e => (e.Event?.Origin.At ?? e.RecordedAt) <= from)?.Version ?? 1,
        _ => null,
    };

    private DateTimeOffset InstantOf(VersionedEvent e) => (e.Event is DeploymentEvent.NoteAdded note ? InstantOf(note.About) : null) ?? e.Event.Origin.At;

    /// <summary>From the intervals, and the hours before them, that had ended; null before the first.</summary>
    public CountedFigures? CountedAt(ReplayInstant instant)
    {
        var (last, requests) = ((Interval?)null, 0L);
        foreach (var interval in HoursShown.Concat(Intervals))
        {
            if (interval.Phase != Interval.BeforeTheCanary && instant.Shows(interval.To, interval.RecordedAt))
            {
                (last, requests) = (interval, requests + interval.Canary.Requests);
            }
        }

        if (last is null)
        {
            return null;
        }

        var all = last.Canary.Requests + (last.Stable?.Requests ?? 0);
        return new(
            all > 0 ? string.Create(CultureInfo.CurrentCulture, $"{100.0 * last.Canary.Requests / all:0.#} %") : "–",
            string.Create(CultureInfo.CurrentCulture, $"{last.Canary.Throughput:0.#}/s"),
            requests.ToString("N0", CultureInfo.CurrentCulture));
    }

    internal Engine.Store.RawEvent Change(Engine.Store.RawEvent raw) => Redaction is { } change ? raw with { Data = change(raw.Data) } : raw;

    /// <summary>Nothing is added any more: from now on several may read it at once.</summary>
    public void Settle() => _ = Happened;

    private ArraySegment<VersionedEvent> KnownUpTo(long version)
    {
        for (; _seen < History.Events.Count; _seen++)
        {
            if (History.Events[_seen] is { Event: { } known } e)
            {
                _known.Add(new(e.Version, e.RecordedAt, known));
                _array = null;
            }
        }

        _array ??= [.. _known];
        var count = History.Faults.Count == 0 ? (int)version : _known.Count(e => e.Version <= version);
        return new(_array, 0, count);
    }
}
