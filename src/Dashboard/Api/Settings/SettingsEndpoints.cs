using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Input;
using Sluice.Dashboard.Api.Shapes;
using Sluice.Domain.Settings;
using Sluice.Engine.Live;

namespace Sluice.Dashboard.Api.Settings;

/// <summary>Read and change what is set for everybody: the banner and the default theme.</summary>
internal static class SettingsEndpoints
{
    public static void MapSettings(this IEndpointRouteBuilder api)
    {
        api.MapGet("/settings", GetAsync).Describe("get_settings", "Read what is set for everybody: the banner and the default theme")
            .RequireAuthorization(Policies.View).Produces<SettingsView>();
        api.MapPut("/settings/banner", PostBannerAsync).Describe("post_banner", "Put up a banner that everybody sees on every page, in place of the one there is")
            .RequireAuthorization(Policies.Manage).Reads<BannerBody>().Answers();
        api.MapPost("/settings/banner/remove", RemoveBannerAsync).Describe("remove_banner", "Take the banner down")
            .RequireAuthorization(Policies.Manage).Reads<UnsetBody>().Answers();
        api.MapPut("/settings/default_theme", ChooseThemeAsync).Describe("choose_default_theme", "Choose the theme of whoever has chosen none")
            .RequireAuthorization(Policies.Manage).Reads<DefaultThemeBody>().Answers();
    }

    private static RouteHandlerBuilder Answers(this RouteHandlerBuilder endpoint) =>
        endpoint.Produces<SettingsOutcomeView>(StatusCodes.Status202Accepted).Produces<SettingsOutcomeView>().MayRefuse(400, 409, 413, 415, 422);

    private static async Task<IResult> GetAsync(CurrentActor current, ILiveStates live, CancellationToken ct) =>
        Results.Ok(SettingsViews.Of((await live.FindSettingsAsync(current.Tenant, ct)).State));

    private static Task<IResult> PostBannerAsync(HttpContext http, CurrentActor current, SettingsOrders orders, CancellationToken ct) => orders.GiveAsync(http, current, SettingsInput.Banner, Show, ct);

    private static Task<IResult> RemoveBannerAsync(HttpContext http, CurrentActor current, SettingsOrders orders, CancellationToken ct) => orders.GiveAsync(http, current, SettingsInput.NoBanner, Show, ct);

    private static Task<IResult> ChooseThemeAsync(HttpContext http, CurrentActor current, SettingsOrders orders, CancellationToken ct) => orders.GiveAsync(http, current, SettingsInput.Theme, Show, ct);

    private static SettingsOutcomeView Show(string effect, string? why, SettingsBook book, SettingsCommand command) => new(effect, why, SettingsViews.Of(book));
}
