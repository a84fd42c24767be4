using System.Globalization;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain.Notifications;
using Sluice.Engine.Notifications;
using EngineChannels = Sluice.Engine.Notifications.Channels;

namespace Sluice.Dashboard.Api.Channels;

/// <summary>Make, list, change, delete and test channels; list what was sent to them, and send it again.</summary>
internal static class ChannelEndpoints
{
    private const int LongestId = 40;

    public static void MapChannels(this IEndpointRouteBuilder api)
    {
        api.MapGet("/channels", ListAsync).Describe("list_channels", "List channels by name")
            .RequireAuthorization(Policies.Manage).Produces<ListView<ChannelView>>();
        api.MapPost("/channels", CreateAsync).Describe("create_channel", "Make a channel that messages about deployments go to")
            .RequireAuthorization(Policies.Manage).Reads<ChannelBody>().Produces<ChannelOutcomeView>(StatusCodes.Status201Created).MayRefuse(400, 413, 415, 422);
        api.MapGet("/channels/{channel}", GetAsync).Describe("get_channel", "Read a channel")
            .RequireAuthorization(Policies.Manage).Produces<ChannelView>().MayRefuse(404);
        api.MapPut("/channels/{channel}", ChangeAsync).Describe("change_channel", "Say how a channel is to be, in place of what was said before")
            .RequireAuthorization(Policies.Manage).Reads<ChannelChangeBody>().Produces<ChannelOutcomeView>().MayRefuse(400, 404, 413, 415, 422);
        api.MapPost("/channels/{channel}/delete", DeleteAsync).Describe("delete_channel", "Delete a channel with all that was recorded of its messages")
            .RequireAuthorization(Policies.Manage).Produces<ChannelOutcomeView>().MayRefuse(404);
        api.MapPost("/channels/{channel}/test", TestAsync).Describe("test_channel", "Send a test message once, now, and answer what came back")
            .RequireAuthorization(Policies.Manage).Produces<ChannelTestView>().MayRefuse(404, 429);
        api.MapGet("/channels/{channel}/deliveries", DeliveriesAsync).Describe("list_deliveries", "List what was sent to a channel and what is to be, newest first")
            .RequireAuthorization(Policies.Manage).Produces<ListView<DeliveryView>>().MayRefuse(404, 422);
        api.MapPost("/channels/{channel}/deliveries/{delivery}/retry", RetryAsync).Describe("retry_delivery", "Send now what was not taken, also what was given up")
            .RequireAuthorization(Policies.Manage).Produces<DeliveryView>(StatusCodes.Status202Accepted).MayRefuse(404, 409);
    }

    private static async Task<IResult> ListAsync(CurrentActor current, EngineChannels channels, CancellationToken ct)
    {
        var rows = await channels.ListAsync(current.Tenant, ct);
        return Results.Ok(new ListView<ChannelView>([.. rows.Select(ChannelViews.Of)], NextCursor: null, rows.Count));
    }

    private static async Task<IResult> GetAsync(string channel, CurrentActor current, EngineChannels channels, CancellationToken ct) =>
        IsId(channel) && await channels.FindAsync(current.Tenant, channel, ct) is { } row ? Results.Ok(ChannelViews.Of(row)) : Missing(channel);

    private static async Task<IResult> CreateAsync(HttpContext http, CurrentActor current, EngineChannels channels, CancellationToken ct)
    {
        var asked = await ReadAsync(http, isNew: true, ct);
        var answer = await channels.CreateAsync(current.Requester, asked.Spec, asked.Secret, ct);
        if (answer is ChannelAnswer.Done { Id: var id })
        {
            http.Response.Headers.Location = $"/api/channels/{id}";
        }

        return await OfAsync(answer, StatusCodes.Status201Created, current, channels, ct);
    }

    private static async Task<IResult> ChangeAsync(HttpContext http, string channel, CurrentActor current, EngineChannels channels, CancellationToken ct)
    {
        if (!IsId(channel) || await channels.FindAsync(current.Tenant, channel, ct) is null)
        {
            return Missing(channel);
        }

        var asked = await ReadAsync(http, isNew: false, ct);
        return await OfAsync(await channels.ChangeAsync(current.Requester, channel, asked.Spec, asked.Secret, asked.MakeSecret, ct), StatusCodes.Status200OK, current, channels, ct);
    }

    private static async Task<IResult> DeleteAsync(string channel, CurrentActor current, EngineChannels channels, CancellationToken ct) =>
        IsId(channel) ? await OfAsync(await channels.DeleteAsync(current.Requester, channel, ct), StatusCodes.Status200OK, current, channels, ct) : Missing(channel);

    private static async Task<IResult> TestAsync(HttpContext http, string channel, CurrentActor current, EngineChannels channels, CancellationToken ct)
    {
        if (!IsId(channel))
        {
            return Missing(channel);
        }

        var answer = await channels.TestAsync(current.Requester, channel, ct);
        if (answer is not ChannelAnswer.TooSoon { Wait: var wait })
        {
            return await OfAsync(answer, StatusCodes.Status200OK, current, channels, ct);
        }

        var seconds = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.RetryAfter = seconds;
        return Problem.TooSoon($"One test of a channel at a time, and none for 5 s after it. Nothing was sent; ask again in {seconds} s.").ToResult();
    }

    private static async Task<IResult> DeliveriesAsync(HttpContext http, string channel, CurrentActor current, EngineChannels channels, CancellationToken ct)
    {
        var query = new QueryInput(http.Request.Query);
        var (limit, cursor) = (query.Limit(), query.Cursor());
        query.Done();
        if (!IsId(channel) || await channels.FindAsync(current.Tenant, channel, ct) is not { } row)
        {
            return Missing(channel);
        }

        var page = await channels.DeliveriesAsync(current.Tenant, row.Channel.Id, cursor, limit + 1, ct);
        var items = page.Take(limit).Select(ChannelViews.Of).ToList();
        return Results.Ok(new ListView<DeliveryView>(items, page.Count > limit ? items[^1].Id : null, row.Recorded));
    }

    private static async Task<IResult> RetryAsync(string channel, string delivery, CurrentActor current, EngineChannels channels, CancellationToken ct)
    {
        if (!IsId(channel) || !IsId(delivery))
        {
            return Problem.NotFound($"delivery {InputErrors.Short(delivery)}").ToResult();
        }

        var answer = await channels.RetryAsync(current.Requester, channel, delivery, ct);
        return answer is ChannelAnswer.Done && await channels.FindDeliveryAsync(current.Tenant, channel, delivery, ct) is { } found
            ? Results.Json(ChannelViews.Of(found), statusCode: StatusCodes.Status202Accepted)
            : await OfAsync(answer, StatusCodes.Status200OK, current, channels, ct);
    }

    private static async Task<AskedChannel> ReadAsync(HttpContext http, bool isNew, CancellationToken ct)
    {
        var input = await RequestBody.ReadAsync(http, ct);
        var asked = ChannelInput.Read(input, isNew);
        input.Done();
        if (input.Errors.Any)
        {
            input.Errors.AddRules(ChannelRules.Check(asked.Spec, taken: []));
            Problem.ThrowIfAny(input.Errors);
        }

        return asked;
    }

    private static async Task<IResult> OfAsync(ChannelAnswer answer, int success, CurrentActor current, EngineChannels channels, CancellationToken ct) => answer switch
    {
        ChannelAnswer.Done { Id: var id, Secret: var secret } =>
            Results.Json(new ChannelOutcomeView("applied", await channels.FindAsync(current.Tenant, id, ct) is { } row ? ChannelViews.Of(row) : null, secret?.Value), statusCode: success),
        ChannelAnswer.Invalid { Errors: var errors } => Problem.Invalid(errors).ToResult(),
        ChannelAnswer.NotFound { What: var what } => Problem.NotFound(what).ToResult(),
        ChannelAnswer.Delivered { Id: var id } => Problem.Conflict("illegal", "Not legal now", $"Delivery {id} was taken, or is a test; there is nothing to send again.").ToResult(),
        ChannelAnswer.Tested tested => Results.Ok(ChannelViews.Of(tested)),
        _ => throw new ArgumentOutOfRangeException(nameof(answer), answer, "An unknown kind of answer."),
    };

    private static bool IsId(string text) => text.Length <= LongestId && text.All(char.IsAsciiLetterOrDigit);

    private static IResult Missing(string channel) => Problem.NotFound($"channel {InputErrors.Short(channel)}").ToResult();
}
