using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;
using Sluice.Dashboard.Http;
using Sluice.Engine.Access;
using Sluice.Engine.Audit;
using Sluice.Engine.Settings;

namespace Sluice.Dashboard.Access;

/// <summary>Who may come in, as whom, and to do what.</summary>
internal static class AccessFeature
{
    public const string SignOutPath = "/signout";

    public static IServiceCollection AddAccess(this IServiceCollection services)
    {
        services.AddSettings<AccessOptions>("Access");
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        services.AddSettings<ProxyOptions>(ProxyOptions.Section);
        services.AddSingleton<IValidateOptions<ProxyOptions>, ProxyOptionsValidator>();
        services.AddSettings<ProviderOptions>(ProviderOptions.Section);
        services.AddSingleton<IValidateOptions<ProviderOptions>, ProviderOptionsValidator>();
        services.AddSettings<TenantsOptions>(TenantsOptions.Section);
        services.AddSingleton<IValidateOptions<TenantsOptions>, TenantsOptionsValidator>();
        services.AddSingleton<TenantChoice>();
        services.AddAccounts();
        services.AddSingleton<IGrants, Grants>();
        services.AddSingleton<IAuthorizationHandler, RightHandler>();
        services.AddSingleton<IAuthorizationMiddlewareResultHandler, RefusalAnswer>();
        services.AddSingleton<ProxyAttempts>();
        services.AddSingleton<AccessToken>();
        services.AddSingleton<PendingSignIn>();
        services.AddSingleton<SignInAttempts>();
        services.AddSingleton<SignInRecord>();
        services.AddHostedService<SignInLink>();
        services.AddHostedService<SessionEnd>();
        services.AddScoped<CurrentActor>();
        services.AddScoped<GuardedCommands>();
        services.AddScoped<CircuitHandler, CurrentActorOfCircuit>();
        services.AddHttpContextAccessor();
        services.AddCascadingAuthenticationState();
        services.AddAuthorization(Policies.Configure);
        services.AddAntiforgery(options => options.Cookie.Name = "sluice-form");
        Schemes.Add(services);

        // The keys lie in a folder that only this user may enter; the warning that they are not encrypted there helps nobody.
        services.AddLogging(logging => logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error));

        // Who was refused stands in the audit log, so many a minute. A line in the log for every wrong token would let anybody fill the disk.
        services.AddLogging(logging => logging.AddFilter(typeof(BearerTokenHandler).FullName, LogLevel.Warning).AddFilter(typeof(ProxyHandler).FullName, LogLevel.Warning));

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
        app.Use(ShutOutStrangersAsync);
        app.Use((context, next) =>
        {
            var from = HttpDefaults.IsForPrograms(context.Request.Path) ? "api" : "ui";
            context.RequestServices.GetRequiredService<CurrentActor>().Is(context.User, from, context.Connection.RemoteIpAddress?.ToString());
            return next(context);
        });
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    public static void MapAccess(this WebApplication app)
    {
        app.MapPost(SignOutPath, SignOutAsync).RequireAuthorization(Policies.Self).ExcludeFromDescription();
        app.MapGet(SessionClock.Path, SessionClock.ReadAsync).RequireAuthorization(Policies.Self).ExcludeFromDescription();
        app.MapPost(SessionClock.Path, SessionClock.ExtendAsync).RequireAuthorization(Policies.Self).ExcludeFromDescription();
        app.MapGet(Provider.StartPath, StartProvider).AllowAnonymous().ExcludeFromDescription();
    }

    /// <summary>Whoever is signed in with another tenant is nobody at this address, whichever way they came in.</summary>
    private static async Task ShutOutStrangersAsync(HttpContext context, RequestDelegate next)
    {
        var services = context.RequestServices;
        if (context.User.Identity?.IsAuthenticated == true && !services.GetRequiredService<TenantChoice>().Fits(context.User, context))
        {
            context.User = new();
            await services.GetRequiredService<SignInRecord>().WasRefusedAsync(context, name: null, HttpDefaults.IsForPrograms(context.Request.Path) ? "api" : "ui");
        }

        await next(context);
    }

    private static IResult StartProvider(IOptions<ProviderOptions> provider, string? @return) => provider.Value.IsOn
        ? Results.Challenge(new AuthenticationProperties { RedirectUri = SignInPage.Safe(@return) }, [Provider.Scheme])
        : Results.NotFound();

    private static async Task<IResult> SignOutAsync(HttpContext context, IAntiforgery antiforgery, CurrentActor current, IAuditTrail audit, TimeProvider time, CancellationToken ct)
    {
        if (!await antiforgery.IsRequestValidAsync(context))
        {
            return Results.Problem("The form is too old. Load the page again.", statusCode: StatusCodes.Status400BadRequest);
        }

        await context.SignOutAsync(Schemes.Cookie);
        await audit.RecordAsync(current.Requester.Entry(time, AccessActions.SignOut, "console", AuditOutcome.Applied), ct);
        return Results.LocalRedirect(SignInPage.Path);
    }
}
