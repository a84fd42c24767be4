using Sluice.Dashboard.Replay.Bundles;
using Sluice.Dashboard.Replay.Incidents;
using Sluice.Dashboard.Replay.Reports;

namespace Sluice.Dashboard.Replay;

/// <summary>Looking back at a deployment, event by event.</summary>
internal static class ReplayFeature
{
    public static IServiceCollection AddReplay(this IServiceCollection services) => 
        services.AddSingleton<ReplayReader>().AddSingleton<ReplayLibrary>()
            .AddSingleton<BundleWriter>().AddSingleton<BundleReader>().AddSingleton<BundleShelf>().AddSingleton<BundleImports>()
            .AddSingleton<MarkdownReport>().AddSingleton<HtmlReports>().AddSingleton<ReviewExports>()
            .AddScoped<IncidentDesk>().AddSingleton<IncidentWords>().AddSingleton<IncidentReport>().AddSingleton<IncidentExports>();
}
