using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Replay;
using Sluice.Dashboard.Replay.Bundles;

namespace Sluice.Dashboard.Api.Evidence;

/// <summary>What became of a bundle that was sent.</summary>
/// <param name="Review">Key of the open bundle; its page is <c>/reviews/{review}</c>.</param>
/// <param name="Notices">What is not whole, as sentences in wire words.</param>
public sealed record OpenedReviewView(string Review, string Deployment, int Events, IReadOnlyList<string> Notices);

/// <summary>Opens review bundles, read only: nothing of them is stored.</summary>
internal static class ImportEndpoints
{
    public static void MapImport(this IEndpointRouteBuilder api)
    {
        api.MapPost("/reviews", OpenAsync).Describe("open_review", "Open an exported bundle, read only; it stays in memory for some hours and is shown to whoever sent it")
            .RequireAuthorization(Policies.Note).Reads<object>().Produces<OpenedReviewView>(StatusCodes.Status201Created).MayRefuse(413, 415, 422);
        api.MapGet("/reviews/{review}/series", ReadSeries).Describe("get_opened_series", "The measured intervals of an open bundle")
            .RequireAuthorization(Policies.View).Produces<ReviewSeriesView>().MayRefuse(404);
    }

    private static async Task<IResult> OpenAsync(HttpContext http, CurrentActor current, BundleImports imports, CancellationToken ct)
    {
        // A form of another site cannot send this kind.
        if (!http.Request.HasJsonContentType())
        {
            throw new ProblemException(Problem.UnsupportedMediaType(http.Request.ContentType));
        }

        try
        {
            var opened = await imports.OpenAsync(http, current, ct);
            var notices = opened.Notices.Select(one => $"{Domain.Words.Of(one.Kind)}: {one.Part}").ToList();
            return Results.Created($"/reviews/{opened.Key}", new OpenedReviewView(opened.Key, opened.Record.Id.Value, opened.Record.History.Events.Count, notices));
        }
        catch (BundleException ex)
        {
            throw new ProblemException(ex.Trouble switch
            {
                BundleTrouble.TooLarge => Problem.TooLarge(BundleImports.Largest) with { Detail = ex.Message },
                _ => Problem.Unreadable(ex.Trouble is BundleTrouble.NewerVersion ? "newer_bundle" : "not_a_bundle", ex.Message),
            });
        }
    }

    private static IResult ReadSeries(CurrentActor current, BundleShelf shelf, string review) => shelf.Find(review, current.Tenant, current.Actor.Name) is { } found
        ? Results.Ok(ReviewSeries.Of(found.Record))
        : throw new ProblemException(Problem.NotFound($"open review {review}"));
}
