using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.Localization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Resources;
using Sluice.Domain;
using Sluice.Domain.PlanTemplates;
using Sluice.Domain.Validation;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Settings.Plans;

/// <summary>The plans that teams begin their deployments with: proposed here by one, approved by another. Everybody reads them.</summary>
public sealed partial class PlansPage(ILiveStates live, CurrentActor current, PlanText text, TimeProvider time, IStringLocalizer<Texts> T)
{
    internal const string Path = "/settings/plans";

    private PlanWatch? _watch;
    private PlanQuestion? _question;
    private PlanProposal? _proposal;
    private string? _said;
    private string? _refused;

    /// <summary>Team and name, with a slash between; null: all of them.</summary>
    [SupplyParameterFromQuery]
    public string? Plan { get; set; }

    internal static string AddressOf(PlanKey key) => $"{Path}?plan={Uri.EscapeDataString(key.ToString())}";

    protected override async Task OnInitializedAsync()
    {
        _watch = new(live, time, current.Tenant, () => _ = InvokeAsync(FollowAsync));
        await LookAsync();
    }

    private PlanTemplate? Chosen(PlanBook book) => book.Templates.FirstOrDefault(template => template.Key.ToString() == Plan);

    /// <summary>Whom the form is for: the team of the plan that is open, or any.</summary>
    private List<string> Proposable(PlanBook book) =>
        Plan is null ? Teams(book) : Chosen(book) is { Key.Team: var team } && Teams(book).Contains(team, StringComparer.Ordinal) ? [team] : [];

    /// <summary>Teams that the reader may propose for, as far as they are known: their own groups, those of services and those that have plans.</summary>
    private List<string> Teams(PlanBook book) =>
    [
        .. current.Groups.Concat(live.Services(current.Tenant).Select(service => service.State.Profile.Team).OfType<string>()).Concat(book.Templates.Select(template => template.Key.Team))
            .Where(Slug.IsValid).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)
            .Where(team => PlanRights.MayPropose(team, current.Grants, current.Groups)),
    ];

    private async Task LookAsync() => await _watch!.LookAsync();

    private async Task FollowAsync()
    {
        if (await _watch!.LookAsync())
        {
            StateHasChanged();
        }
    }

    private async Task<ValueList<FieldError>> AskAsync(PlanCommand command)
    {
        (_said, _refused) = (null, null);
        var errors = await _question!.AskAsync(command);
        StateHasChanged();
        return errors;
    }

    private async Task DoneAsync(PlanCommand command)
    {
        _said = text.Done(command);
        if (command is PlanCommand.Propose)
        {
            _proposal?.Clear();
        }

        await LookAsync();
    }

    private void Refuse(string why) => _refused = why;

    public void Dispose() => _watch?.Dispose();
}
