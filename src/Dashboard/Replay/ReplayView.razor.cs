using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Charts;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Replay;
using Sluice.Engine.Metrics;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Replay;

/// <summary>One deployment as it was after any of its events, drawn by the parts of the live page from the same fold. Gives no orders.</summary>
public sealed partial class ReplayView(ChartSpecs specs, EventSentence sentences, NavigationManager navigation, TimeProvider time, IStringLocalizer<Texts> T) : IDisposable
{
    private const int MostFaults = 20;
    private readonly CancellationTokenSource _stop = new();
    private DeploymentSnapshot? _shown;
    private ReplayCharts? _specs;
    private ChartData? _charts;
    private InspectedEvent _inspected = InspectedEvent.None;
    private StateChanges _changes = StateChanges.None;
    private ValueList<Milestone> _milestones = [];
    private (ReplayRecord? Record, int Count) _read;
    private (ReplayRecord? Record, int Count, int Index, ReplayCharts? Charts, string? Clock, string? A, string? B) _drawn;
    private HashSet<string> _compared = new(StringComparer.Ordinal);
    private TimelineView? _timeline;
    private bool _folds = true;
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

    private static int KeptDays => (int)IStratumStore.Kept.TotalDays;

    private HistoryEvent<DeploymentEvent> Current => Record.History.Events[_index];

    private ReplayInstant Instant => new(Record.InstantOf(_index), Current.RecordedAt, ReplayInstant.Read(Clock));

    private ScrubberView ScrubberView => ScrubberView.Of(Record, _index, _milestones, ReplayAddress.Version(PinnedA), ReplayAddress.Version(PinnedB), Spoken);

    private string Spoken => T["Replay.Spoken", Current.Version, Record.History.LastVersion, Times.Clock(Instant.At), Sentence, _shown?.State.Asked.Canary.ToString() ?? "–"];

    private string Sentence => Current.Event is { } known ? sentences.Of(known) : T["Replay.Unreadable", Current.Kind];

    private (DateTimeOffset From, DateTimeOffset To)? PinnedRange => (ReplayAddress.Version(PinnedA), ReplayAddress.Version(PinnedB)) is ({ } a, { } b)
        && Record.InstantOf(new NoteAnchor(Math.Min(a, b))) is { } from && Record.InstantOf(new NoteAnchor(Math.Max(a, b))) is { } to && to >= from ? (from, to) : null;

    private int Wanted => Math.Max(0, Record.History.CountAt(ReplayAddress.Version(At) ?? long.MaxValue) - 1);

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        if (Record.History.Events.Count == 0)
        {
            return;
        }

        if (!IsReading && _read != (Record, Record.History.Events.Count) && Record.History.Last is { } last)
        {
            _read = (Record, Record.History.Events.Count);
            _milestones = Milestones.Of(last.Spec, Record.History.Events, Record.Intervals);
            _specs = ReplayCharts.Of(specs, last, Record, T);
            _timeline = TimelineView.Of(Record, _folds);
        }

        if (_playing is null)
        {
            await ShowAsync(Wanted);
        }
    }

    private async Task MoveAsync(int index)
    {
        StopPlaying();
        await ShowAsync(index);
    }

    private Task RestAsync(int index) => GoAsync(Record.History.Events[Math.Clamp(index, 0, Record.History.Events.Count - 1)].Version);

    private async Task GoAsync(long version)
    {
        StopPlaying();
        await ShowAsync(Math.Max(0, Record.History.CountAt(version) - 1));
        Write("at", Current.Version);
    }

    private void TurnView(string chart) =>
        _compared = _compared.Contains(chart) ? new(StringComparer.Ordinal) : new([chart], StringComparer.Ordinal);

    private void ToggleFolds() => _timeline = TimelineView.Of(Record, _folds = !_folds);

    private void Pin(char pin) => Write(pin == 'a' ? "a" : "b", ReplayAddress.Version(pin == 'a' ? PinnedA : PinnedB) == Current.Version ? null : Current.Version);

    private void ChooseClock(ReplayClock clock) =>
        navigation.NavigateTo(navigation.GetUriWithQueryParameter("clock", clock == ReplayClock.Then ? Words.Of(clock) : null), replace: true);

    /// <summary>Replaced, so that going back leaves the replay.</summary>
    private void Write(string name, long? version) => navigation.NavigateTo(navigation.GetUriWithQueryParameter(name, version), replace: true);

    private async Task ShowAsync(int index)
    {
        var record = Record;
        _index = Math.Clamp(index, 0, record.History.Events.Count - 1);

        // The address follows what is shown, and then asks for it once more.
        var wanted = (record, record.History.Events.Count, _index, _specs, Clock, PinnedA, PinnedB);
        if (_drawn != wanted)
        {
            _drawn = wanted;
            _shown = record.At(_index);
            _charts = _shown is { } view && _specs is not null ? ReplayCharts.Cut(view, record, Instant, Source.Charts, sentences) : null;
            _changes = Changes(record);
        }

        if (_inspected.Version != Current.Version)
        {
            var version = Current.Version;
            var payload = await PayloadAsync(version);
            if (version == Current.Version)
            {
                _inspected = InspectedEvent.Of(record, _index, Sentence, payload);
            }
        }
    }

    private async Task<string?> PayloadAsync(long version)
    {
        try
        {
            return await Source.Payload(version, _stop.Token);
        }
        catch (StoreUnavailableException)
        {
            // The panel says that it is missing; everything else is in memory.
            return null;
        }
    }

    private StateChanges Changes(ReplayRecord record)
    {
        var (a, b) = (ReplayAddress.Version(PinnedA), ReplayAddress.Version(PinnedB));
        if (a is { } one && b is { } other)
        {
            var (from, to) = (Math.Min(one, other), Math.Max(one, other));
            return new(from, to, StateDiff.Between(record.History.At(record.History.CountAt(from)), record.History.At(record.History.CountAt(to))));
        }

        return new(null, Current.Version, StateDiff.Between(record.History.At(_index), record.History.At(_index + 1)));
    }

    private string FaultText(HistoryFault fault) => fault.Kind switch
    {
        HistoryFaultKind.Gap => T["Replay.Gap", fault.From, fault.To],
        HistoryFaultKind.Unreadable => T["Replay.UnreadableAt", fault.From, fault.Detail],
        _ => T["Replay.Impossible", fault.From, fault.Detail],
    };
}
