using System.Text.Json;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Domain.PlanTemplates;

namespace Sluice.Dashboard.Api.Plans;

/// <summary>From a plan of a team to what the wire shows of it.</summary>
internal static class TeamPlanViews
{
    public static TeamPlanItem Item(PlanTemplate template, PlanBook book) =>
        new(template.Key.Team, template.Key.Name, book.IsDefault(template.Key), template.IsRetired, template.InForce?.Number, template.Proposed?.Number, template.Revision, DefaultRevision(template, book));

    public static TeamPlanView Of(PlanTemplate template, PlanBook book) => new(
        template.Key.Team,
        template.Key.Name,
        book.IsDefault(template.Key),
        template.IsRetired,
        template.InForce?.Number,
        template.Proposed?.Number,
        template.Revision,
        DefaultRevision(template, book),
        [.. template.Versions.Select(Of)]);

    private static int DefaultRevision(PlanTemplate template, PlanBook book) => book.RevisionOf(new PlanCommand.MakeDefault(template.Key));

    private static TeamPlanVersionView Of(PlanVersion version) => new(
        version.Number,
        Words.Of(version.State),
        JsonSerializer.Deserialize<JsonElement>(version.Body),
        version.Note,
        version.By.Name,
        version.At,
        version.Decided is { } decided ? new(decided.By.Name, decided.At, decided.Reason) : null);
}
