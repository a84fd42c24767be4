using Sluice.Dashboard.Charts;
using Sluice.Dashboard.NewDeployment;
using Sluice.Dashboard.Presence;

namespace Sluice.Dashboard.Deployments;

/// <summary>What the page of a deployment needs beside the engine.</summary>
internal static class DeploymentsFeature
{
    public static IServiceCollection AddDeploymentPage(this IServiceCollection services)
    {
        services.AddSingleton<EventSentence>();
        services.AddSingleton<EventLines>();
        services.AddSingleton<CheckLines>();
        services.AddSingleton<Consequence>();
        services.AddSingleton<ActionNames>();
        services.AddSingleton<HookLog>();
        services.AddSingleton<ChartSpecs>();
        services.AddSingleton<DeploymentHistories>();
        services.AddSingleton<BackTestDesk>();
        services.AddSingleton<DryRunFindings>();
        services.AddScoped<Orders>();
        services.AddPresence();
        return services;
    }
}
