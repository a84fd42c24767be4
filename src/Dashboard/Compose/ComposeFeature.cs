namespace Sluice.Dashboard.Compose;

/// <summary>Looking through Compose files, and following applications.</summary>
internal static class ComposeFeature
{
    public static IServiceCollection AddComposePages(this IServiceCollection services) => services.AddSingleton<ComposeShelf>();
}
