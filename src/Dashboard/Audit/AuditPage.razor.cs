using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Resources;
using Sluice.Engine.Audit;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Audit;

/// <summary>Who did what, when, why, and what became of it. Read only; every view is an address.</summary>
public sealed partial class AuditPage(IAuditLog log, CurrentActor current, NavigationManager navigation, IStringLocalizer<Texts> T)
{
    private const int PageSize = 100;

    private readonly CancellationTokenSource _stop = new();
    private AuditAddress _address = null!;
    private string? _shown;
    private AuditLines? _page;
    private AuditFacets? _facets;
    private string? _problem;

    // Named so that a change of the address draws the page anew; the address itself is read as a whole.
    [SupplyParameterFromQuery]
    public string? Actor { get; set; }

    [SupplyParameterFromQuery]
    public string? Action { get; set; }

    [SupplyParameterFromQuery]
    public string? Outcome { get; set; }

    [SupplyParameterFromQuery]
    public string? Service { get; set; }

    [SupplyParameterFromQuery]
    public string? From { get; set; }

    [SupplyParameterFromQuery]
    public string? To { get; set; }

    [SupplyParameterFromQuery]
    public string? View { get; set; }

    [SupplyParameterFromQuery]
    public string? Cursor { get; set; }

    protected override async Task OnParametersSetAsync()
    {
        if (string.Equals(_shown, navigation.Uri, StringComparison.Ordinal))
        {
            return;
        }

        _shown = navigation.Uri;
        _address = AuditAddress.Read(navigation.Uri, current.Actor.Name);
        await LoadAsync();
    }

    private async Task LoadAsync()
    {
        if (_address.Errors.Any)
        {
            return;
        }

        try
        {
            // Counts of the whole view belong to its first page; later pages keep them.
            var facets = _address.Before is null || _facets is null ? log.FacetsAsync(current.Tenant, _address.Filter, _stop.Token) : Task.FromResult(_facets);
            _page = await log.ListAsync(current.Tenant, _address.Filter, _address.Before, PageSize, _stop.Token);
            _facets = await facets;
            _problem = null;
        }
        catch (StoreUnavailableException ex)
        {
            (_page, _problem) = (null, T["Audit.ProblemText", ex.Message]);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // The reader has left.
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _stop.Dispose();
    }
}
