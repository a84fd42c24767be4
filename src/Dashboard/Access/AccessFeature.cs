using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;

namespace Sluice.Dashboard.Access;

/// <summary>Who may come in, as whom, and to do what.</summary>
internal static class AccessFeature
{
    public const string SignOutPath = "/signout";

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddOptions<AccessOptions>().BindConfiguration("Access").ValidateOnStart();
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        services.AddSingleton<AccessToken>();
        services.AddSingleton<PendingSignIn>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<SignInRecord>();
        services.AddHostedService<SignInLink>();
        services.AddScoped<CurrentActor>();
        services.AddScoped<CircuitHandler, CurrentActorOfCircuit>();
        services.AddHttpContextAccessor();
        services.AddCascadingAuthenticationState();
        services.AddAuthorization(Policies.Configure);
        services.AddAntiforgery(options => options.Cookie.Name = "sluice-form");
        Schemes.Add(services);

        // The keys lie in a folder that only this user may enter; the warning that they are not encrypted there helps nobody.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));

        // It warns on every form that it replaces the caching headers that the pages had set to the same effect.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.Antiforgery.DefaultAntiforgery", LogLevel.Error));

        // Sessions survive a restart, and no other program's keys open them.
        services.AddDataProtection().SetApplicationName("sluice");
        services.AddOptions<KeyManagementOptions>().Configure<DataDirectory, ILoggerFactory>(
            (keys, data, logs) => keys.XmlRepository = new KeyFolder(data, logs));
        return services;
    }

    public static void UseAccess(this WebApplication app)
    {
        app.UseAuthentication();
        app.Use((context, next) =>
        {
            context.RequestServices.GetRequiredService<CurrentActor>().Is(context.User);
            return next(context);
        });
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    public static void MapAccess(this WebApplication app) =>
        app.MapPost(SignOutPath, SignOutAsync).RequireAuthorization(Policies.View).ExcludeFromDescription();

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, SignInRecord record)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.Problem("The form is too old. Load the page again.", statusCode: StatusCodes.Status400BadRequest);
        }

        await context.SignOutAsync(Schemes.Cookie);
        await record.LeftAsync(context, context.User.ToActor().Name);
        return Results.LocalRedirect(SignInPage.Path);
    }
}
