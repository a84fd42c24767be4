using System.Globalization;
using Microsoft.AspNetCore.Components;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Deployments;
using Sluice.Domain;
using Sluice.Domain.Access;
using Sluice.Domain.Deployments;
using Sluice.Domain.Replay;

namespace Sluice.Dashboard.Replay;

/// <summary>What people wrote about the past, where it points, and a form to write more. Writing is the one thing that replay adds to the record.</summary>
public sealed partial class ReplayNotes(Orders orders, CurrentActor current)
{
    private enum NoteAbout
    {
        Event,
        Instant,
        Range,
        Whole,
    }

    /// <summary>More would be more elements than a page can hold.</summary>
    private const int Most = 100;

    private ElementReference _field;
    private bool _isOpen;
    private bool _takesFocus;
    private string _text = string.Empty;
    private NoteAbout _about;
    private bool _isKey;
    private long? _replaces;
    private string? _said;
    private string _commandId = Orders.NewId();
    private IReadOnlyList<Note> _all = [];
    private IReadOnlyList<Note> _seen = [];
    private (ReplayRecord? Record, int Count) _read;

    [Parameter, EditorRequired]
    public required ReplayRecord Record { get; set; }

    /// <summary>How many events there are now.</summary>
    [Parameter, EditorRequired]
    public required int Count { get; set; }

    /// <summary>The version that is shown.</summary>
    [Parameter, EditorRequired]
    public required long At { get; set; }

    [Parameter, EditorRequired]
    public required ReplayInstant Instant { get; set; }

    /// <summary>Between the pinned events; null when not both are pinned.</summary>
    [Parameter]
    public (DateTimeOffset From, DateTimeOffset To)? Range { get; set; }

    [Parameter]
    public bool IsReadOnly { get; set; }

    [Parameter]
    public EventCallback<long> OnSelect { get; set; }

    [Parameter]
    public EventCallback OnWritten { get; set; }

    /// <summary>What is half written of a new note is not what is half written of an old one.</summary>
    private string Draft => _replaces is { } version ? string.Create(CultureInfo.InvariantCulture, $"note-{version}") : "replay-note";

    private Deployment State => Record.History.Last!;

    private bool MayWrite => !IsReadOnly && current.Allows(Right.Note, new(State.Spec.Service, State.Spec.Environment));

    private NotesShown Shown => new(Record, _seen.TakeLast(Most).ToValueList(), _seen.Count, MayWrite);

    private int Hidden => _all.Count - _seen.Count;

    protected override void OnParametersSet()
    {
        if (_read != (Record, Count))
        {
            _read = (Record, Count);
            _all = Record.Findings.Notes;
        }

        _seen = Instant.Clock == ReplayClock.Then ? [.. _all.Where(note => note.At <= Instant.Known)] : _all;
    }

    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_takesFocus)
        {
            _takesFocus = false;
            await _field.FocusAsync();
        }
    }

    private void Begin()
    {
        (_isOpen, _takesFocus, _said) = (true, true, null);
        if (_replaces is null && _text.Length == 0)
        {
            _about = NoteAbout.Event;
        }
    }

    private void Edit(Note note)
    {
        (_isOpen, _takesFocus, _said) = (true, true, null);
        (_text, _replaces, _isKey, _commandId) = (note.Text, note.Version, note.IsKeyMoment, Orders.NewId());
        _about = note.About is { Event: not null } ? NoteAbout.Event : note.About is { To: not null } ? NoteAbout.Range : note.About is not null ? NoteAbout.Instant : NoteAbout.Whole;
    }

    private void Close() => (_isOpen, _text, _replaces, _isKey, _said, _commandId) = (false, string.Empty, null, false, null, Orders.NewId());

    private async Task SaveAsync()
    {
        if (string.IsNullOrWhiteSpace(_text))
        {
            _said = T["Notes.Empty"];
            return;
        }

        var order = new Order(DeploymentAction.AddNote, _commandId, Record.History.LastVersion, Text: _text.Trim()) { About = Anchor, IsKeyMoment = _isKey, Replaces = _replaces };
        switch (await orders.GiveAsync(State, order))
        {
            case OrderOutcome.Done or OrderOutcome.Nothing:
                Close();
                _said = T["Notes.Saved"];
                await OnWritten.InvokeAsync();
                break;
            case OrderOutcome.Refused refused:
                _said = refused.Why;
                break;
            default:
                // The same id as long as the answer is not known: sent twice, it is written once.
                _said = T["Notes.Unknown"];
                break;
        }
    }

    /// <summary>A note that is rewritten stays where it points, unless the choice is changed to what is shown now.</summary>
    private NoteAnchor? Anchor
    {
        get
        {
            var old = _replaces is { } version ? _all.FirstOrDefault(note => note.Version == version)?.About : null;
            return _about switch
            {
                NoteAbout.Event => old is { Event: not null } ? old : new(At),
                NoteAbout.Instant => old is { From: not null, To: null } ? old : new(null, Instant.At),
                NoteAbout.Range => old is { To: not null } ? old : Range is { } range ? new(null, range.From, range.To) : null,
                _ => null,
            };
        }
    }
}
