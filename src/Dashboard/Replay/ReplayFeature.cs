namespace Sluice.Dashboard.Replay;

/// <summary>Looking back at a deployment, event by event.</summary>
internal static class ReplayFeature
{
    public static IServiceCollection AddReplay(this IServiceCollection services) => 
        services.AddSingleton<ReplayReader>().AddSingleton<ReviewBundle>().AddSingleton<ReviewReport>().AddSingleton<ReviewExports>();
}
