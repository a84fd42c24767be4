using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain;
using Sluice.Engine.Projections;

namespace Sluice.Dashboard.Api.Deployments;

/// <summary>The questions that wait for people, and those that were decided. Answers are commands to the deployment.</summary>
internal static class ApprovalEndpoints
{
    private static readonly string[] s_tabs = [.. Enum.GetValues<GateList>().Select(Words.Of)];

    public static void MapApprovals(this IEndpointRouteBuilder api) =>
        api.MapGet("/approvals", ListAsync).Describe("list_approvals", "List questions: open, decided in the last 90 days, or with a review that is owed")
            .RequireAuthorization(Policies.View).Produces<ListView<ApprovalItem>>().MayRefuse(422);

    private static async Task<IResult> ListAsync(HttpContext http, CurrentActor current, IGateQueries gates, string? tab, string? cursor, string? limit, CancellationToken ct)
    {
        var query = new QueryInput(http.Request.Query);
        var word = query.Text(nameof(tab)) ?? s_tabs[0];
        var index = Array.IndexOf(s_tabs, word);
        if (index < 0)
        {
            query.Errors.Add(nameof(tab), InputErrors.Short(word), "one of " + string.Join(", ", s_tabs));
        }

        var (after, most) = (query.Cursor(), query.Limit());
        query.Done();
        try
        {
            var page = await gates.ListAsync(current.Tenant, (GateList)index, after, most, ct);
            return Results.Ok(new ListView<ApprovalItem>([.. page.Items.Select(Of)], page.NextCursor, page.Total));
        }
        catch (FormatException) when (after is not null)
        {
            query.Errors.Add(nameof(cursor), InputErrors.Short(after), "the next_cursor of an earlier page");
            return Problem.Invalid(query.Errors.All).ToResult();
        }
    }

    private static ApprovalItem Of(GateRow row) => new(
        row.Deployment.Value, row.Gate, row.Service.Value, row.Environment.Value, row.Number, row.Kind, row.Status, row.Phase, row.FromRelease, row.ToRelease, row.FromShare, row.ToShare,
        row.Question, row.AskedBy, row.AskedAt, row.ExpiresAt, row.Quorum, row.Groups, row.Voters, row.DecidedBy, row.DecidedAt, row.Comment, row.Evidence, row.Incident,
        row.ReviewDueAt, row.ReviewedBy);
}
