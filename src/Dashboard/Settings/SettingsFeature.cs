using Sluice.Dashboard.Settings.Plans;

namespace Sluice.Dashboard.Settings;

/// <summary>What is set for everybody, and the pages that lead to all settings.</summary>
internal static class SettingsFeature
{
    public static IServiceCollection AddSettingsPages(this IServiceCollection services) =>
        services.AddSingleton<SettingText>().AddSingleton<PlanText>().AddSingleton<ConfiguredValues>().AddScoped<SettingsIndex>().AddScoped<UnusualThings>();
}
