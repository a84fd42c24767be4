using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Deployments;
using Sluice.Domain.Replay;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Replay;

/// <summary>One deployment as it was after any of its events, drawn by the parts of the live page from the same fold. Gives no orders.</summary>
public sealed partial class ReplayPage : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private ReplayRecord? _record;
    private DeploymentSnapshot? _shown;
    private InspectedEvent _inspected = InspectedEvent.None;
    private StateChanges _changes = StateChanges.None;
    private ValueList<Milestone> _milestones = [];
    private int _index;
    private bool _isReading;
    private bool _isUnknown;
    private string? _problem;

    [Inject]
    private ReplayReader Reader { get; set; } = null!;

    [Inject]
    private Access.CurrentActor Actor { get; set; } = null!;

    [Inject]
    private EventSentence Sentences { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Texts> T { get; set; } = null!;

    [Parameter]
    public required string Service { get; set; }

    [Parameter]
    public required string Number { get; set; }

    /// <summary>The version that is shown; without it, the last.</summary>
    [SupplyParameterFromQuery(Name = "at")]
    public string? At { get; set; }

    [SupplyParameterFromQuery(Name = "a")]
    public string? PinnedA { get; set; }

    [SupplyParameterFromQuery(Name = "b")]
    public string? PinnedB { get; set; }

    private HistoryEvent<DeploymentEvent> Current => _record!.History.Events[_index];

    private DateTimeOffset Instant => _record!.InstantOf(_index);

    private ScrubberView ScrubberView => ScrubberView.Of(_record!, _index, _milestones, ReplayAddress.Version(PinnedA), ReplayAddress.Version(PinnedB), Spoken);

    private string Spoken => T["Replay.Spoken", Current.Version, _record!.History.LastVersion, Times.Clock(Instant), Sentence, _shown?.State.Asked.Canary.ToString() ?? "–"];

    private string Sentence => Current.Event is { } known ? Sentences.Of(known) : T["Replay.Unreadable", Current.Kind];

    public void Dispose()
    {
        _stop.Cancel();
        _stop.Dispose();
    }

    protected override async Task OnParametersSetAsync()
    {
        var id = DeploymentId.From($"{Service}-{Number}");
        if (_record?.Id != id)
        {
            _record = new(Actor.Tenant, id);
            await LoadAsync();
        }
        else if (_record.History.Events.Count > 0)
        {
            await ShowAsync(Wanted);
        }
    }

    private int Wanted => Math.Max(0, _record!.History.CountAt(ReplayAddress.Version(At) ?? long.MaxValue) - 1);

    /// <summary>The first window is drawn at once; the rest follows while people read.</summary>
    private async Task LoadAsync()
    {
        var (record, ct) = (_record!, _stop.Token);
        try
        {
            (_problem, _isUnknown, _isReading) = (null, false, true);
            var aroundIsRead = false;
            for (var more = true; more;)
            {
                more = await Reader.ReadMoreAsync(record, ct);
                _isUnknown = record.History.Events.Count == 0;
                if (_isUnknown)
                {
                    return;
                }

                if (!aroundIsRead && record.History.Last is { } state)
                {
                    await Reader.ReadAroundAsync(record, state.Spec.Service, ct);
                    aroundIsRead = true;
                }

                _isReading = more;
                await ShowAsync(Wanted);
                StateHasChanged();
            }

            _milestones = record.History.Last is { } last ? Milestones.Of(last.Spec, record.History.Events, record.Intervals) : [];
        }
        catch (StoreUnavailableException ex)
        {
            _problem = T["Deployment.StoreAway", ex.Message];
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            // The reader left.
        }
    }

    private Task RestAsync(int index) => GoAsync(_record!.History.Events[Math.Clamp(index, 0, _record.History.Events.Count - 1)].Version);

    private async Task GoAsync(long version)
    {
        await ShowAsync(Math.Max(0, _record!.History.CountAt(version) - 1));
        Write("at", Current.Version);
    }

    private void Pin(char pin) => Write(pin == 'a' ? "a" : "b", ReplayAddress.Version(pin == 'a' ? PinnedA : PinnedB) == Current.Version ? null : Current.Version);

    /// <summary>Replaced, so that going back leaves the replay.</summary>
    private void Write(string name, long? version) => Navigation.NavigateTo(Navigation.GetUriWithQueryParameter(name, version), replace: true);

    private async Task ShowAsync(int index)
    {
        var record = _record!;
        _index = Math.Clamp(index, 0, record.History.Events.Count - 1);
        _shown = record.At(_index);
        _changes = Changes(record);
        if (_inspected.Version != Current.Version)
        {
            var version = Current.Version;
            var payload = await PayloadAsync(record, version);
            if (version == Current.Version)
            {
                _inspected = InspectedEvent.Of(record, _index, Sentence, payload);
            }
        }
    }

    private async Task<string?> PayloadAsync(ReplayRecord record, long version)
    {
        try
        {
            return await Reader.PayloadAsync(record, version, _stop.Token);
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
