using System.Globalization;
using Microsoft.AspNetCore.Diagnostics;

namespace Sluice.Dashboard.Http;

/// <summary>What holds for every answer of this host: safe headers, honest errors, no secrets in the log.</summary>
internal static class HttpDefaults
{
    public const string ErrorPath = "/error";
    public const string NotFoundPath = "/not-found";
    private static readonly PathString[] ProgramPaths = ["/api", "/openapi", "/metrics", Health.LivePath, Health.ReadyPath, "/hubs", "/_blazor"];

    public static void AddHttpDefaults(this WebApplicationBuilder builder)
    {
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.AddServerHeader = false);

        // Its "Request starting" lines hold the query, and the sign-in link carries the token there.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);

        builder.Services.AddProblemDetails(options => options.CustomizeProblemDetails = problem =>
        {
            problem.ProblemDetails.Extensions.Remove("traceId");
            problem.ProblemDetails.Extensions["id"] = FaultId.Of(problem.HttpContext);
        });
        builder.Services.AddExceptionHandler<FaultHandler>();
        builder.Services.AddScoped<CspNonce>();
        builder.Services.AddHealthChecks();
        builder.Services.AddOpenApi();
        builder.Services.AddLocalization();
    }

    public static void UseHttpDefaults(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseExceptionHandler(new ExceptionHandlerOptions { ExceptionHandlingPath = ErrorPath, SuppressDiagnosticsCallback = _ => true });
        app.UseWhen(IsForPeople, pages => pages.UseStatusCodePagesWithReExecute(NotFoundPath));
        app.UseWhen(context => !IsForPeople(context), programs => programs.UseStatusCodePages());
        app.UseRouting();
        app.UseRequestLocalization(options =>
        {
            var cultures = new[] { CultureInfo.GetCultureInfo("en") };
            options.DefaultRequestCulture = new(cultures[0]);
            options.SupportedCultures = cultures;
            options.SupportedUICultures = cultures;
        });
    }

    // A form that is refused would be sent on to the error page, which takes no forms, and be answered with that page's refusal.
    private static bool IsForPeople(HttpContext context) => !IsForPrograms(context.Request.Path) && HttpMethods.IsGet(context.Request.Method);

    /// <summary>Answers problem documents instead of pages.</summary>
    public static bool IsForPrograms(PathString path) => ProgramPaths.Any(start => path.StartsWithSegments(start, StringComparison.OrdinalIgnoreCase));
}
