using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Deployments;
using Sluice.Domain.Incidents;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Replay.Incidents;

/// <summary>All incidents; or, with deployments in the address, these on one clock, and a way to make an incident of them.</summary>
public sealed partial class IncidentsPage : IDisposable
{
    private const int Step = 100;
    private IncidentWatch? _watch;
    private FormErrors? _errors;
    private int _most = Step;
    private int _attempts;
    private string _adding = string.Empty;
    private string _title = string.Empty;
    private string _severity = nameof(IncidentSeverity.Major);
    private string _commandId = IncidentDesk.NewId();
    private string? _said;

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
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private AddressTrail Trail { get; set; } = null!;

    [Inject]
    private IStringLocalizer<Texts> T { get; set; } = null!;

    /// <summary>Ids of deployments, with commas between them.</summary>
    [SupplyParameterFromQuery(Name = "d")]
    public string? Deployments { get; set; }

    /// <summary>The instant that is shown, UTC; without it, the last event.</summary>
    [SupplyParameterFromQuery(Name = "at")]
    public string? At { get; set; }

    private bool IsClock => Named.Count > 0;

    private IReadOnlyList<string> Named => IncidentAddress.Names(Deployments);

    /// <summary>The address may not have followed yet when somebody adds the next.</summary>
    private IReadOnlyList<string> Asked => IncidentAddress.Names(Trail.Query("d"));

    private bool MayOpen => Current.MayWriteOn(IncidentAddress.Ids(Deployments));

    public void Dispose() => _watch?.Dispose();

    protected override Task OnInitializedAsync()
    {
        _watch = new(Live, Time, Current.Tenant, () => InvokeAsync(FollowAsync));
        return _watch.ReadAsync();
    }

    private async Task FollowAsync()
    {
        await _watch!.ReadAsync();
        StateHasChanged();
    }

    private async Task OpenAsync()
    {
        var answer = await Desk.GiveAsync(new IncidentCommand.Open(_title, Enum.Parse<IncidentSeverity>(_severity), IncidentAddress.Ids(Deployments)), _commandId);
        (_errors, _said) = (new FormErrors(answer.Mistakes, ++_attempts), answer.Why);
        _commandId = answer.IsKnown ? IncidentDesk.NewId() : _commandId;
        if (answer.Incident is { } id)
        {
            Navigation.NavigateTo($"/incidents/{id}");
        }
    }

    private void Add()
    {
        if (_adding.Trim() is { Length: > 0 } name)
        {
            Choose([.. Asked, name]);
            _adding = string.Empty;
        }
    }

    private void Remove(DeploymentId id) => Choose(Asked.Where(name => name != id.Value));

    private void Choose(IEnumerable<string> names) =>
        Trail.Go("d", string.Join(',', names) is { Length: > 0 } all ? all : null);
}
