using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Charts;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Replay;

namespace Sluice.Dashboard.Replay;

/// <summary>One deployment as it was after any of its events, drawn by the parts of the live page from the same fold. Gives no orders.</summary>
public sealed partial class ReplayView(ChartSpecs specs, EventSentence sentences, AddressTrail trail, TimeProvider time, IStringLocalizer<Texts> T) : IDisposable
{
    private const int MostFaults = 20;
    private readonly CancellationTokenSource _stop = new();
    private ReplayAddress _address = new(null, null, null, ReplayClock.Now);
    private ReplayStates? _states;
    private DeploymentSnapshot? _shown;
    private ReplayCharts? _specs;
    private ChartData? _charts;
    private InspectedEvent _inspected = InspectedEvent.None;
    private StateChanges _changes = StateChanges.None;
    private ValueList<Milestone> _milestones = [];
    private (ReplayRecord? Record, int Count) _read;
    private (ReplayRecord? Record, int Count, int Index, ReplayCharts? Charts, ReplayAddress? Address) _drawn;
    private HashSet<string> _compared = new(StringComparer.Ordinal);
    private TimelineView? _timeline;
    private bool _folds = true;
    private bool _isSeen;
    private int _index;

    [Parameter, EditorRequired]
    public required ReplayRecord Record { get; set; }

    [Parameter, EditorRequired]
    public required ReplaySource Source { get; set; }

    /// <summary>More of the record is on its way.</summary>
    [Parameter]
    public bool IsReading { get; set; }

    /// <summary>What leads away from here.</summary>
    [Parameter]
    public RenderFragment? Links { get; set; }

    /// <summary>What must be known before reading on.</summary>
    [Parameter]
    public RenderFragment? Banner { get; set; }

    /// <summary>The record has grown.</summary>
    [Parameter]
    public EventCallback OnWritten { get; set; }

    /// <summary>The version that is shown; without it, the last.</summary>
    [SupplyParameterFromQuery(Name = "at")]
    public string? At { get; set; }

    [SupplyParameterFromQuery(Name = "a")]
    public string? PinnedA { get; set; }

    [SupplyParameterFromQuery(Name = "b")]
    public string? PinnedB { get; set; }

    [SupplyParameterFromQuery(Name = "clock")]
    public string? Clock { get; set; }

    private HistoryEvent<DeploymentEvent> Current => Record.History.Events[_index];

    private ReplayInstant Instant => new(Record.InstantOf(_index), Current.RecordedAt, _address.Clock);

    private ScrubberView ScrubberView => ScrubberView.Of(Record, _index, _milestones, _address.A, _address.B, Spoken);

    private string Spoken => T["Replay.Spoken", Current.Version, Record.History.LastVersion, Times.Clock(Instant.At), Sentence, _shown?.State.Asked.Canary.ToString() ?? "–"];

    private string Sentence => Current.Event is { } known ? sentences.Of(known) : T["Replay.Unreadable", Current.Kind];

    private (DateTimeOffset From, DateTimeOffset To)? PinnedRange => _address is { A: { } a, B: { } b }
        && Record.InstantOf(new NoteAnchor(Math.Min(a, b))) is { } from && Record.InstantOf(new NoteAnchor(Math.Max(a, b))) is { } to && to >= from ? (from, to) : null;

    private int Wanted => Math.Max(0, Record.History.CountAt(_address.At ?? long.MaxValue) - 1);

    public void Dispose()
    {
        _stop.Cancel();
        _rest?.Dispose();
        _stop.Dispose();
    }

    protected override void OnParametersSet()
    {
        if (Record.History.Events.Count == 0)
        {
            return;
        }

        if (!trail.IsBehind)
        {
            _address = ReplayAddress.Of(At, PinnedA, PinnedB, Clock);
        }

        if (_states?.Record != Record)
        {
            _states = new(Record, sentences);
        }

        if (!IsReading && _read != (Record, Record.History.Events.Count) && Record.History.Last is { } last)
        {
            _read = (Record, Record.History.Events.Count);
            _milestones = Record.Findings.Milestones;
            _specs = ReplayCharts.Of(specs, last, Record, T);
            _timeline = Record.Findings.Timeline(_folds);
        }

        if (_playing is null)
        {
            Show(Wanted);
        }
    }

    /// <summary>Whoever opens a replay waits for a state: what stands below it follows once that is on the screen.</summary>
    protected override void OnAfterRender(bool firstRender)
    {
        if (!_isSeen && Record.History.Events.Count > 0)
        {
            _isSeen = true;
            StateHasChanged();
        }
    }

    private void Move(int index)
    {
        StopPlaying();
        Show(index);
        _address = _address with { At = Current.Version };
        WriteLater(Current.Version);
    }

    private void Go(long version) => Move(Record.History.CountAt(version) - 1);

    private void TurnView(string chart) =>
        _compared = new(_compared.Contains(chart) ? _compared.Where(one => one != chart) : _compared.Append(chart), StringComparer.Ordinal);

    private void ToggleFolds() => _timeline = Record.Findings.Timeline(_folds = !_folds);

    private void Pin(char pin)
    {
        var pinned = pin == 'a' ? _address.A : _address.B;
        long? next = pinned == Current.Version ? null : Current.Version;
        _address = pin == 'a' ? _address with { A = next } : _address with { B = next };
        Show(_index);
        trail.Replace(pin == 'a' ? "a" : "b", next);
    }

    private void ChooseClock(ReplayClock clock)
    {
        _address = _address with { Clock = clock };
        Show(_index);
        trail.Replace("clock", clock == ReplayClock.Then ? Words.Of(clock) : null);
    }

    private void Show(int index)
    {
        var record = Record;
        _index = Math.Clamp(index, 0, record.History.Events.Count - 1);
        var wanted = (record, record.History.Events.Count, _index, _specs, _address with { At = null });
        if (_drawn == wanted)
        {
            return;
        }

        _drawn = wanted;
        _shown = _states!.At(_index);
        _charts = _shown is { } view && _specs is not null ? ReplayCharts.Cut(view, _states, _index, Instant, Source.Charts) : null;
        _changes = Changes(record);
        _inspected = InspectedEvent.Of(record, _index, Sentence);
    }

    private StateChanges Changes(ReplayRecord record)
    {
        if (_address is { A: { } one, B: { } other })
        {
            var (from, to) = (Math.Min(one, other), Math.Max(one, other));
            return new(from, to, StateDiff.Between(record.History.At(record.History.CountAt(from)), record.History.At(record.History.CountAt(to))));
        }

        return new(null, Current.Version, StateDiff.Between(_states!.After(_index), _states.After(_index + 1)));
    }

    /// <summary>The event itself; after missing ones, the first that is there.</summary>
    private long AfterIt(HistoryFault fault) => Record.History.Events[Math.Max(0, Record.History.CountAt(fault.From - 1))].Version;

    private string FaultText(HistoryFault fault) => fault.Kind switch
    {
        HistoryFaultKind.Gap when fault.From == fault.To => T["Replay.GapOne", fault.From],
        HistoryFaultKind.Gap => T["Replay.Gap", fault.From, fault.To],
        HistoryFaultKind.Unreadable => T["Replay.UnreadableAt", fault.From, fault.Detail],
        _ => T["Replay.Impossible", fault.From, fault.Detail],
    };
}
