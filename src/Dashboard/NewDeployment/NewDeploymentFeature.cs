namespace Sluice.Dashboard.NewDeployment;

/// <summary>The form of a new deployment.</summary>
internal static class NewDeploymentFeature
{
    public static IServiceCollection AddNewDeploymentPage(this IServiceCollection services) => services.AddSingleton<ImportShelf>();
}
