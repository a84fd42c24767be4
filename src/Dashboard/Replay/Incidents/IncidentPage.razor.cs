using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.Incidents;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Replay.Incidents;

/// <summary>One incident: what it was, what is to be done, and its deployments on one clock.</summary>
public sealed partial class IncidentPage : IDisposable
{
    private IncidentWatch? _watch;
    private Incident? _incident;
    private IReadOnlyList<string> _named = [];
    private FormErrors? _errors;
    private string? _said;
    private bool _isOpen;
    private int _seen;
    private int _attempts;
    private string _commandId = IncidentDesk.NewId();
    private string _title = string.Empty;
    private string _severity = string.Empty;
    private string _summary = string.Empty;
    private string _participants = string.Empty;
    private string _deployments = string.Empty;

    [Inject]
    private ILiveStates Live { get; set; } = null!;

    [Inject]
    private TimeProvider Time { get; set; } = null!;

    [Inject]
    private CurrentActor Current { get; set; } = null!;

    [Inject]
    private IncidentDesk Desk { get; set; } = null!;

    [Inject]
    private IncidentWords Words { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Texts> T { get; set; } = null!;

    [Parameter]
    public required string Incident { get; set; }

    /// <summary>The instant that is shown, UTC; without it, the last event.</summary>
    [SupplyParameterFromQuery(Name = "at")]
    public string? At { get; set; }

    private bool MayWrite => Current.MayWriteOn(_incident!.Deployments);

    public void Dispose() => _watch?.Dispose();

    protected override Task OnParametersSetAsync()
    {
        _watch ??= new(Live, Time, Current.Tenant, () => InvokeAsync(FollowAsync));
        return LookAsync();
    }

    private async Task FollowAsync()
    {
        await LookAsync();
        StateHasChanged();
    }

    private async Task LookAsync()
    {
        await _watch!.ReadAsync();
        _incident = _watch.Book?.Find(IncidentId.From(Incident));
        var named = _incident?.Deployments.Select(id => id.Value).ToList() ?? [];
        _named = named.SequenceEqual(_named, StringComparer.Ordinal) ? _named : named;
    }

    private void Begin()
    {
        var incident = _incident!;
        (_isOpen, _said, _errors, _seen, _commandId) = (true, null, null, incident.Revision, IncidentDesk.NewId());
        (_title, _severity, _summary) = (incident.Title, incident.Severity.ToString(), incident.Summary);
        (_participants, _deployments) = (string.Join(", ", incident.Participants), string.Join(", ", incident.Deployments));
    }

    private Task SaveAsync() => GiveAsync(
        new IncidentCommand.Change(_incident!.Id)
        {
            Title = _title,
            Severity = Enum.Parse<IncidentSeverity>(_severity),
            Summary = _summary,
            Participants = IncidentAddress.Split(_participants).ToValueList(),
            Deployments = IncidentAddress.Ids(_deployments),
            Seen = _seen,
        },
        "Incidents.Saved");

    private Task EndAsync() => _incident!.Status == IncidentStatus.Open
        ? GiveAsync(new IncidentCommand.Close(_incident.Id), "Incidents.ClosedNow")
        : GiveAsync(new IncidentCommand.Reopen(_incident.Id), "Incidents.ReopenedNow");

    private async Task GiveAsync(IncidentCommand command, string done)
    {
        var answer = await Desk.GiveAsync(command, _commandId);
        _errors = new FormErrors(answer.Mistakes, ++_attempts);
        _commandId = answer.IsKnown ? IncidentDesk.NewId() : _commandId;
        _said = answer.Incident is null ? answer.Why : T[done];
        _isOpen = _isOpen && answer.Incident is null;
        await LookAsync();
    }
}
