using Sluice.Engine.Preferences;

namespace Sluice.Dashboard.Preferences;

/// <summary>What people choose for themselves.</summary>
internal static class PreferencesFeature
{
    public static IServiceCollection AddPersonal(this IServiceCollection services) => services.AddPreferences().AddScoped<MyPreferences>();
}
