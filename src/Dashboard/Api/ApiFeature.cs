using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.OpenApi;
using Sluice.Dashboard.Access;
using Sluice.Dashboard.Api.Audit;
using Sluice.Dashboard.Api.Channels;
using Sluice.Dashboard.Api.Compose;
using Sluice.Dashboard.Api.Deployments;
using Sluice.Dashboard.Api.Evidence;
using Sluice.Dashboard.Api.Freezes;
using Sluice.Dashboard.Api.Incidents;
using Sluice.Dashboard.Api.Plans;
using Sluice.Dashboard.Api.Problems;
using Sluice.Dashboard.Api.Services;
using Sluice.Dashboard.Api.Settings;
using Sluice.Dashboard.Api.Strategies;
using Sluice.Dashboard.Api.Telemetry;
using Sluice.Dashboard.Deployments;
using Sluice.Dashboard.Vitals;

namespace Sluice.Dashboard.Api;

/// <summary>The API for programs: everything that the console can do, under <c>/api</c>; and <c>/metrics</c>.</summary>
public static class ApiFeature
{
    public static IServiceCollection AddSluiceApi(this IServiceCollection services)
    {
        services.ConfigureHttpJsonOptions(http =>
        {
            http.SerializerOptions.PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower;
            http.SerializerOptions.NumberHandling = JsonNumberHandling.Strict;
            http.SerializerOptions.Converters.Add(new UtcTimeConverter());
        });
        services.PostConfigure<ProblemDetailsOptions>(PlainProblems.Configure);
        services.Configure<OpenApiOptions>("v1", DescriptionTransformers.Configure);
        services.AddSingleton<StateSentence>();
        services.AddScoped<DeploymentViews>();
        services.AddSingleton<ServiceViews>();
        services.AddScoped<Answers>();
        services.AddScoped<IncidentOrders>();
        services.AddScoped<SettingsOrders>();
        services.AddScoped<ApplicationAnswers>();
        services.AddVitals();
        services.AddTelemetry();
        return services;
    }

    public static void MapSluiceApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup("/api").AddEndpointFilter<RouteGroupBuilder, ProblemFilter>().WithTags("api");
        api.MapServices();
        api.MapReleases();
        api.MapInitial();
        api.MapDeployments();
        api.MapPreviews();
        api.MapDrafts();
        api.MapStrategies();
        api.MapPlans();
        api.MapProgress();
        api.MapSnapshots();
        api.MapCommands();
        api.MapSentCommands();
        api.MapApprovals();
        api.MapFreezes();
        api.MapChannels();
        api.MapEngine();
        api.MapIncidents();
        api.MapSettings();
        api.MapTeamViews();
        api.MapCompose();
        api.MapEvents();
        api.MapDifferences();
        api.MapRatios();
        api.MapReadings();
        api.MapEvidence();
        api.MapInstances();
        api.MapAudit();
        api.MapReview();
        api.MapImport();
        api.MapSupport();
        api.Map("/{**rest}", (HttpContext http) => Problem.NotFound($"{http.Request.Method} {http.Request.Path}").ToResult())
            .RequireAuthorization(Policies.View).ExcludeFromDescription();
        routes.MapTelemetry();
    }
}
