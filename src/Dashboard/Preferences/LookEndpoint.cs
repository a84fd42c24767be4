using Sluice.Dashboard.Access;
using Sluice.Engine.Store;

namespace Sluice.Dashboard.Preferences;

/// <summary>Keeps a person's look. The browser has it as well, so nothing waits for this.</summary>
internal static class LookEndpoint
{
    public static void MapPersonal(this WebApplication app) => app.MapPut(Look.Path, KeepAsync).RequireAuthorization(Policies.Self).ExcludeFromDescription();

    /// <summary>Needs no form token: the cookie comes with requests of this site only, and a foreign page cannot send this kind of body.</summary>
    private static async Task<IResult> KeepAsync(Look look, MyPreferences preferences, CancellationToken ct)
    {
        if (!look.IsValid)
        {
            return Results.Problem("There is no such density, zone or switch of keys.", statusCode: StatusCodes.Status400BadRequest);
        }

        try
        {
            await preferences.WriteAsync(Look.Key, look, ct);
            return Results.NoContent();
        }
        catch (StoreUnavailableException ex)
        {
            return Results.Problem(ex.Message, statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }
}
