using System.Globalization;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Incidents;
using Sluice.Domain.Validation;

namespace Sluice.Dashboard.Replay.Incidents;

/// <summary>What is to be done after an incident, by whom and until when.</summary>
public sealed partial class ActionItems
{
    private FormErrors? _errors;
    private bool _isOpen;
    private int? _number;
    private bool _isDone;
    private int _attempts;
    private string _text = string.Empty;
    private string _owner = string.Empty;
    private string _due = string.Empty;
    private string _commandId = IncidentDesk.NewId();
    private string? _said;

    [Inject]
    private IncidentDesk Desk { get; set; } = null!;

    [Inject]
    private IncidentWords Words { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Texts> T { get; set; } = null!;

    [Parameter, EditorRequired]
    public required Incident Incident { get; set; }

    [Parameter]
    public bool MayWrite { get; set; }

    private void Begin(ActionItem? item)
    {
        (_isOpen, _said, _errors, _number, _isDone) = (true, null, null, item?.Number, item?.IsDone ?? false);
        (_text, _owner, _due) = (item?.Text ?? string.Empty, item?.Owner ?? string.Empty, item?.Due is { } due ? IncidentWords.Day(due) : string.Empty);
    }

    private async Task SaveAsync()
    {
        var due = default(DateOnly);
        if (_due.Trim().Length > 0 && !DateOnly.TryParseExact(_due.Trim(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out due))
        {
            _errors = new FormErrors([new FieldError("due", _due, T["ActionItem.DueRemedy"])], ++_attempts);
            return;
        }

        var owner = string.IsNullOrWhiteSpace(_owner) ? null : _owner;
        await GiveAsync(new(Incident.Id, _number, _text, owner, _due.Trim().Length > 0 ? due : null, _isDone));
    }

    private Task ToggleAsync(ActionItem item) => GiveAsync(new(Incident.Id, item.Number, item.Text, item.Owner, item.Due, !item.IsDone));

    private async Task GiveAsync(IncidentCommand.SetItem command)
    {
        var answer = await Desk.GiveAsync(command, _commandId);
        _errors = new FormErrors(answer.Mistakes, ++_attempts);
        _commandId = answer.IsKnown ? IncidentDesk.NewId() : _commandId;
        _said = answer.Why ?? (answer.Incident is null ? null : T["Incidents.Saved"].Value);
        _isOpen = _isOpen && answer.Incident is null;
    }
}
