using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Kit;
using Sluice.Dashboard.Resources;
using Sluice.Domain.Deployments;
using Sluice.Domain.Incidents;
using Sluice.Engine.Live;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Replay.Incidents;

/// <summary>All incidents; or, with deployments in the address, these on one clock, and a way to make an incident of them.</summary>
public sealed partial class IncidentsPage : IDisposable
{
    private const int Step = 100;
    private readonly CancellationTokenSource _stop = new();
    private IDisposable? _watch;
    private IncidentBook? _book;
    private FormErrors? _errors;
    private int _most = Step;
    private int _attempts;
    private string _adding = string.Empty;
    private string _title = string.Empty;
    private string _severity = nameof(IncidentSeverity.Major);
    private string _commandId = IncidentDesk.NewId();
    private string? _problem;
    private string? _said;

    [Inject]
    private ILiveStates Live { get; set; } = null!;

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

    private bool MayOpen => Current.MayWriteOn(IncidentAddress.Ids(Deployments));

    public void Dispose()
    {
        _stop.Cancel();
        _watch?.Dispose();
        _stop.Dispose();
    }

    protected override async Task OnInitializedAsync()
    {
        _watch = Live.WatchIncidents(Current.Tenant, () => _ = InvokeAsync(FollowAsync));
        await LookAsync();
    }

    private async Task FollowAsync()
    {
        await LookAsync();
        StateHasChanged();
    }

    private async Task LookAsync()
    {
        try
        {
            (_book, _problem) = ((await Live.FindIncidentsAsync(Current.Tenant, _stop.Token)).State, null);
        }
        catch (StoreUnavailableException ex)
        {
            _problem = T["Deployment.StoreAway", ex.Message];
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader left.
        }
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
            Choose([.. Named, name]);
            _adding = string.Empty;
        }
    }

    private void Remove(DeploymentId id) => Choose(Named.Where(name => name != id.Value));

    private void Choose(IEnumerable<string> names) =>
        Trail.Go("d", string.Join(',', names) is { Length: > 0 } all ? all : null);
}
